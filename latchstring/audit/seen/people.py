"""The people of a client, from the events of its access."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.audit.seen.spans import Span, Switch
from latchstring.policy.scopes import Scope

GRANTS = {Name.INVITE_SENT, Name.INVITE_RESENT, Name.ACCESS_GRANTED}
OPENS = {Name.ACCESS_ACCEPTED, Name.ACCESS_GRANTED}
CLOSES = {Name.ACCESS_REMOVED, Name.ACCESS_ENDED}
EVENTS = GRANTS | OPENS | CLOSES | {Name.ACCESS_CHANGED}


@dataclass(slots=True)
class Person:
    """``granted`` is the first grant since they last had none."""

    name: str = ""
    granted: Event | None = None
    access: Switch = field(default_factory=Switch)

    def take(self, event: Event) -> None:
        at = event.created_at
        self.name = event.detail.get("name") or self.name
        self._end_by(at)
        if event.name in CLOSES:
            self._close(at)
        if event.name in GRANTS:
            self.granted = self.granted or event
        if event.name == Name.ACCESS_ACCEPTED or (event.name == Name.ACCESS_GRANTED and event.detail.get("opens")):
            self.access.on(self._span(event))
        if event.name == Name.ACCESS_CHANGED and self.access.now:
            self.access.off(at)
            self.access.on(self._span(event))

    def _end_by(self, at: datetime) -> None:
        """Its last day may have passed before the log noted it."""
        if self.access.now and self.access.now.end and self.access.now.end <= at:
            self._close(at)

    def _close(self, at: datetime) -> None:
        self.access.off(at)
        self.granted = None

    def _span(self, event: Event) -> Span:
        until, scope = event.detail.get("until"), event.detail.get("scope", Scope.EVERYTHING)
        end = datetime.fromisoformat(until) if until else None
        return Span(event.created_at, end, self.granted or event, scope)


def replay(events: Iterable[Event]) -> dict[UUID, Person]:
    """``events`` of one client, oldest first."""
    people: dict[UUID, Person] = {}
    for event in events:
        if event.person_id and event.name in EVENTS:
            people.setdefault(event.person_id, Person()).take(event)
    return people
