"""The team of a firm: who was on it, saw all clients or was assigned to one, and had what it takes to see files."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.audit.seen.spans import EVER, Span, Switch, outside, within
from latchstring.policy.actions import Action
from latchstring.policy.licences import Licence
from latchstring.policy.roles import ALLOWED, SEES_ALL_CLIENTS, Role

HERE = {Name.MEMBER_ADDED, Name.MEMBER_JOINED, Name.MEMBER_REACTIVATED}
ROLES = {Name.MEMBER_ADDED, Name.MEMBER_INVITED, Name.ROLE_CHANGED}
EVENTS = HERE | ROLES | {Name.MEMBER_DEACTIVATED, Name.PERMISSIONS_SAVED, Name.SEATS_CHANGED, Name.LICENCE_SWITCHED_ON}
ASSIGNING = {Name.MEMBER_ASSIGNED, Name.MEMBER_UNASSIGNED}
ALL_CLIENTS, ASSIGNED = "all-clients", "assigned"


@dataclass(slots=True)
class Member:
    """``everywhere`` while the role or permission set shows all clients, ``assigned`` while it was this one's.

    ``reads`` while role or set allows files to be viewed, ``seated`` while there was a seat for them.
    """

    name: str = ""
    role: str = ""
    set_id: str = ""
    here: Switch = field(default_factory=Switch)
    everywhere: Switch = field(default_factory=Switch)
    assigned: Switch = field(default_factory=Switch)
    reads: Switch = field(default_factory=Switch)
    seated: Switch = field(default_factory=lambda: Switch(Span(EVER)))

    @property
    def spans(self) -> list[Span]:
        """Who sees all clients stands once, assigned or not."""
        assigned = outside(self.assigned.spans, self.everywhere.spans)
        return within([*self.everywhere.spans, *assigned], self.here.spans)

    @property
    def of_files(self) -> list[Span]:
        return within(within(self.spans, self.reads.spans), self.seated.spans)


class Team:
    def __init__(self) -> None:
        self.members: dict[str, Member] = {}
        self.sets: dict[str, Event] = {}

    def take(self, event: Event) -> None:
        """Events of the firm's team and of one client, oldest first."""
        subject = event.subject_id.hex if event.subject_id else ""
        if event.name == Name.PERMISSIONS_SAVED:
            self.sets[subject] = event
            for member in self.members.values():
                self._follow(member, event)
        elif event.name == Name.LICENCE_SWITCHED_ON:
            self._seat_everybody(event)
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
        _seat(member, event)
        if event.name in HERE:
            member.here.on(Span(event.created_at))
        elif event.name == Name.MEMBER_DEACTIVATED:
            member.here.off(event.created_at)

    def _follow(self, member: Member, event: Event) -> None:
        wide, reads = self._shown(member)
        _turn(member.everywhere, event, ALL_CLIENTS, on=wide)
        _turn(member.reads, event, on=reads)

    def _shown(self, member: Member) -> tuple[bool, bool]:
        """Whether they see all clients, and may view files."""
        if member.set_id:
            told = self.sets[member.set_id].detail if member.set_id in self.sets else {}
            return bool(told.get("all_clients")), Action.FILES_VIEW in told.get("actions", ())
        known = member.role in list(Role)
        return member.role in SEES_ALL_CLIENTS, known and Action.FILES_VIEW in ALLOWED[Role(member.role)]

    def _seat_everybody(self, event: Event) -> None:
        """The first time that a licence is on, everybody there is gets a seat."""
        if event.detail.get("licence") == Licence.FILES and event.detail.get("everybody"):
            for member in self.members.values():
                member.seated.on(Span(event.created_at))

    def _assign(self, keys: Iterable[str], event: Event, *, on: bool) -> None:
        for key in keys:
            switch = self._member(key).assigned
            _turn(switch, event, ASSIGNED, on=on)


def _seat(member: Member, event: Event) -> None:
    """Where the log doesn't tell of seats, there was one."""
    told = event.detail
    if event.name == Name.SEATS_CHANGED and Licence.FILES in {*told["given"], *told["taken"]}:
        _turn(member.seated, event, on=Licence.FILES in told["given"])
    elif "seats" in told:
        _turn(member.seated, event, on=Licence.FILES in told["seats"])


def _turn(switch: Switch, event: Event, why: str = "", *, on: bool) -> None:
    if on:
        switch.on(Span(event.created_at, None, event, why))
    else:
        switch.off(event.created_at)


def replay(events: Iterable[Event]) -> dict[UUID, Member]:
    team = Team()
    for event in events:
        team.take(event)
    return {UUID(key): member for key, member in team.members.items() if key}
