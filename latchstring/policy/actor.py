"""The one who acts: a team member, a portal user or the system, at one firm."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from latchstring.policy.actions import PERMISSION_NAMES, Action
from latchstring.policy.licences import ALL_LICENCES, ALWAYS, LICENCE_NAMES, Licence, part_of
from latchstring.policy.roles import ALLOWED, CLIENT_ACTIONS, CLIENT_READS, Role


class Kind(StrEnum):
    STAFF = "staff"
    CLIENT = "client"
    SYSTEM = "system"


class HasId(Protocol):
    @property
    def pk(self) -> UUID: ...


class Refused(Exception):
    """Not allowed. ``action`` says which permission is missing; a face answers 403."""

    def __init__(self, action: Action, sentence: str = "") -> None:
        self.action = action
        super().__init__(sentence or f"This needs the permission “{PERMISSION_NAMES[action]}”.")


class Unlicensed(Refused):
    """The firm has not switched the function on, or the team member has no seat for it."""

    def __init__(self, action: Action, licence: Licence) -> None:
        self.licence = licence
        super().__init__(action, f"This needs the licence “{LICENCE_NAMES[licence]}”.")


class OutOfScope(Refused):
    """The person's access to this client does not include this part of the product."""

    def __init__(self, action: Action) -> None:
        self.part = part_of(action)
        super().__init__(action, f"Your access to this client record does not include {LICENCE_NAMES[self.part]}.")


class OnlyLooking(Refused):
    """Somebody of the team looks at a portal as the client, and may change nothing there."""

    def __init__(self) -> None:
        super().__init__(Action.PORTAL_ENTER, "You are viewing as a client. Nothing can be changed.")


@dataclass(frozen=True, slots=True)
class Actor:
    """``client_ids`` is None for everyone's clients, else exactly the ones within reach.

    ``member_id`` is the team member's row, ``person_id`` the portal user's row, at this firm. With both, the
    team member looks at the portal as this person: ``viewer_name`` is theirs, and they change nothing.
    ``narrowed`` holds the parts that are open at a client where not all of them are. ``token_name`` is what the API
    token is called that a program came with.
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
    narrowed: Mapping[UUID, Set[Licence]] = field(default_factory=dict, hash=False)
    licences: Set[Licence] = ALWAYS
    viewer_name: str = ""
    token_name: str = ""

    @property
    def only_looks(self) -> bool:
        return self.kind is Kind.CLIENT and self.member_id is not None

    def sees(self, client_id: UUID) -> bool:
        return self.client_ids is None or client_id in self.client_ids

    def opens(self, action: Action, client_id: UUID) -> bool:
        """Whether this part of the product is not shut to them at this client."""
        parts = self.narrowed.get(client_id)
        return parts is None or part_of(action) in parts

    def clients_for(self, action: Action) -> Set[UUID] | None:
        """``client_ids`` without those where the action is out of scope."""
        if self.client_ids is None or not self.narrowed:
            return self.client_ids
        return frozenset(each for each in self.client_ids if self.opens(action, each))

    def licensed(self, action: Action) -> bool:
        return part_of(action) in self.licences

    def may(self, action: Action, *, client: HasId | None = None) -> bool:
        if not self.licensed(action) or (self.kind is not Kind.SYSTEM and action not in self.allowed):
            return False
        return client is None or (self.sees(client.pk) and self.opens(action, client.pk))

    def require(self, action: Action, *, client: HasId | None = None) -> None:
        """Raise Unlicensed, OutOfScope or Refused unless the action is allowed, for this client where one is given."""
        if not self.licensed(action):
            raise Unlicensed(action, part_of(action))
        if action in self.allowed and client and self.sees(client.pk) and not self.opens(action, client.pk):
            raise OutOfScope(action)
        if not self.may(action, client=client):
            raise OnlyLooking if self.only_looks else Refused(action)

    def require_hands(self) -> None:
        """Raise OnlyLooking for who may change nothing, not even what is everybody's own."""
        if self.only_looks:
            raise OnlyLooking


def staff_actor(
    *,
    firm_id: UUID,
    user_id: UUID | None,
    member_id: UUID,
    name: str,
    role: Role,
    client_ids: Set[UUID] | None,
    allowed: Set[Action] | None = None,
    licences: Set[Licence] = ALWAYS,
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
        licences=licences,
    )


def client_actor(
    *,
    firm_id: UUID,
    user_id: UUID,
    person_id: UUID,
    name: str,
    client_ids: Set[UUID],
    narrowed: Mapping[UUID, Set[Licence]] | None = None,
    licences: Set[Licence] = ALWAYS,
) -> Actor:
    return Actor(
        firm_id=firm_id,
        kind=Kind.CLIENT,
        user_id=user_id,
        person_id=person_id,
        name=name,
        allowed=CLIENT_ACTIONS,
        client_ids=client_ids,
        narrowed=narrowed or {},
        licences=licences,
    )


def viewing_actor(
    staff: Actor,
    *,
    person_id: UUID,
    name: str,
    client_ids: Set[UUID],
    narrowed: Mapping[UUID, Set[Licence]] | None = None,
) -> Actor:
    """A team member who looks at the portal as one person, as far as both of them may see.

    It has no login, so none can be changed by it.
    """
    return Actor(
        firm_id=staff.firm_id,
        kind=Kind.CLIENT,
        member_id=staff.member_id,
        person_id=person_id,
        name=name,
        allowed=CLIENT_READS & (staff.allowed | {Action.PORTAL_ENTER}),
        client_ids=frozenset(each for each in client_ids if staff.sees(each)),
        narrowed=narrowed or {},
        licences=staff.licences,
        viewer_name=staff.name,
    )


def system_actor(firm_id: UUID) -> Actor:
    """Latchstring itself: the worker, the command line, an import that runs unattended."""
    return Actor(firm_id=firm_id, kind=Kind.SYSTEM, name="Latchstring", client_ids=None, licences=ALL_LICENCES)
