"""The people of one login at a firm: mostly one, and several where they share a mailbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from latchstring.accounts.models import User
from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor, Kind
from latchstring.portals.passkeys import Kept


@dataclass(frozen=True, slots=True)
class Member:
    """One of them, with what is open to them now, and the PIN and passkeys that are asked for."""

    actor: Actor
    has_pin: bool = False
    passkeys: Sequence[Kept] = ()

    @property
    def locked(self) -> bool:
        return self.has_pin or bool(self.passkeys)


@dataclass(frozen=True, slots=True)
class Household:
    """``members`` by the key of the person, whoever was let in first coming first."""

    members: Mapping[UUID, Member]

    def actor(self, here: UUID | None) -> Actor | None:
        """``here`` is who said so in this session. Nobody has to say it where there is one person, not locked."""
        if here is not None and here in self.members:
            return self.members[here].actor
        alone = len(self.members) == 1 and next(iter(self.members.values()))
        return alone.actor if alone and not alone.locked else None

    def undecided(self, here: UUID | None) -> bool:
        """Whether somebody has to say who they are first."""
        return bool(self.members) and self.actor(here) is None

    @property
    def is_shared(self) -> bool:
        return len(self.members) > 1 or any(member.locked for member in self.members.values())


def somebody(user: User, firm: Firm) -> Actor:
    """Whoever of them logged in, before they have said who: may do nothing."""
    return Actor(firm.pk, Kind.CLIENT, user_id=user.pk, name=user.email)
