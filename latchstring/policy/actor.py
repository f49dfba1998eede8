"""The one who acts: a team member, a portal user or the system, at one firm."""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from latchstring.policy.actions import PERMISSION_NAMES, Action
from latchstring.policy.roles import ALLOWED, CLIENT_ACTIONS, Role


class Kind(StrEnum):
    STAFF = "staff"
    CLIENT = "client"
    SYSTEM = "system"


class HasId(Protocol):
    @property
    def pk(self) -> UUID: ...


class Refused(Exception):
    """Not allowed. ``action`` says which permission is missing; a face answers 403."""

    def __init__(self, action: Action) -> None:
        self.action = action
        super().__init__(f"This needs the permission “{PERMISSION_NAMES[action]}”.")


@dataclass(frozen=True, slots=True)
class Actor:
    """``client_ids`` is None for everyone's clients, else exactly the ones within reach.

    ``member_id`` is the team member's row, ``person_id`` the portal user's row, at this firm.
    """

    firm_id: UUID
    kind: Kind
    user_id: UUID | None = None
    member_id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""
    role: Role | None = None
    allowed: Set[Action] = frozenset()
    client_ids: Set[UUID] | None = frozenset()

    def sees(self, client_id: UUID) -> bool:
        return self.client_ids is None or client_id in self.client_ids

    def may(self, action: Action, *, client: HasId | None = None) -> bool:
        if self.kind is not Kind.SYSTEM and action not in self.allowed:
            return False
        return client is None or self.sees(client.pk)

    def require(self, action: Action, *, client: HasId | None = None) -> None:
        """Raise Refused unless the action is allowed, for this client where one is given."""
        if not self.may(action, client=client):
            raise Refused(action)


def staff_actor(
    *,
    firm_id: UUID,
    user_id: UUID,
    member_id: UUID,
    name: str,
    role: Role,
    client_ids: Set[UUID] | None,
    allowed: Set[Action] | None = None,
) -> Actor:
    """A team member; ``allowed`` replaces the role's own list where a permission set is given."""
    return Actor(
        firm_id=firm_id,
        kind=Kind.STAFF,
        user_id=user_id,
        member_id=member_id,
        name=name,
        role=role,
        allowed=ALLOWED[role] if allowed is None else allowed,
        client_ids=client_ids,
    )


def client_actor(*, firm_id: UUID, user_id: UUID, person_id: UUID, name: str, client_ids: Set[UUID]) -> Actor:
    return Actor(
        firm_id=firm_id,
        kind=Kind.CLIENT,
        user_id=user_id,
        person_id=person_id,
        name=name,
        allowed=CLIENT_ACTIONS,
        client_ids=client_ids,
    )


def system_actor(firm_id: UUID) -> Actor:
    """Latchstring itself: the worker, the command line, an import that runs unattended."""
    return Actor(firm_id=firm_id, kind=Kind.SYSTEM, name="Latchstring", client_ids=None)
