"""The team of a firm: who was on it, who could see all clients, and who was assigned to one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.audit.seen.spans import Span, Switch, outside, within
from latchstring.policy.roles import SEES_ALL_CLIENTS

HERE = {Name.MEMBER_ADDED, Name.MEMBER_JOINED, Name.MEMBER_REACTIVATED}
ROLES = {Name.MEMBER_ADDED, Name.MEMBER_INVITED, Name.ROLE_CHANGED}
EVENTS = HERE | ROLES | {Name.MEMBER_DEACTIVATED, Name.PERMISSIONS_SAVED}
ASSIGNING = {Name.MEMBER_ASSIGNED, Name.MEMBER_UNASSIGNED}
ALL_CLIENTS, ASSIGNED = "all-clients", "assigned"


@dataclass(slots=True)
class Member:
    """``everywhere`` while the role or permission set shows all clients, ``assigned`` while it was this one's."""

    name: str = ""
    role: str = ""
    set_id: str = ""
    here: Switch = field(default_factory=Switch)
    everywhere: Switch = field(default_factory=Switch)
    assigned: Switch = field(default_factory=Switch)

    @property
    def spans(self) -> list[Span]:
        """Who sees all clients stands once, assigned or not."""
        assigned = outside(self.assigned.spans, self.everywhere.spans)
        return within([*self.everywhere.spans, *assigned], self.here.spans)


class Team:
    def __init__(self) -> None:
        self.members: dict[str, Member] = {}
        self.shows_all: dict[str, bool] = {}

    def take(self, event: Event) -> None:
        """Events of the firm's team and of one client, oldest first."""
        subject = event.subject_id.hex if event.subject_id else ""
        if event.name == Name.PERMISSIONS_SAVED:
            self.shows_all[subject] = bool(event.detail.get("all_clients"))
            for member in self.members.values():
                self._follow(member, event)
        elif event.name in EVENTS:
            self._of_member(self._member(subject, event), event)
        elif event.name in ASSIGNING:
            self._member(subject, event)
            self._assign([subject], event, on=event.name == Name.MEMBER_ASSIGNED)
        self._assign(event.detail.get("joined", ()), event, on=True)
        self._assign(event.detail.get("left", ()), event, on=False)

    def _member(self, key: str, event: Event | None = None) -> Member:
        member = self.members.setdefault(key, Member())
        member.name = (event and event.detail.get("name")) or member.name
        return member

    def _of_member(self, member: Member, event: Event) -> None:
        if event.name in ROLES:
            member.role = event.detail.get("role", member.role)
            member.set_id = event.detail.get("set", member.set_id)
            self._follow(member, event)
        if event.name in HERE:
            member.here.on(Span(event.created_at))
        elif event.name == Name.MEMBER_DEACTIVATED:
            member.here.off(event.created_at)

    def _follow(self, member: Member, event: Event) -> None:
        wide = self.shows_all.get(member.set_id, False) if member.set_id else member.role in SEES_ALL_CLIENTS
        if wide:
            member.everywhere.on(Span(event.created_at, None, event, ALL_CLIENTS))
        else:
            member.everywhere.off(event.created_at)

    def _assign(self, keys: Iterable[str], event: Event, *, on: bool) -> None:
        for key in keys:
            switch = self._member(key).assigned
            if on:
                switch.on(Span(event.created_at, None, event, ASSIGNED))
            else:
                switch.off(event.created_at)


def replay(events: Iterable[Event]) -> dict[UUID, Member]:
    team = Team()
    for event in events:
        team.take(event)
    return {UUID(key): member for key, member in team.members.items() if key}
