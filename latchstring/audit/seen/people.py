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
    """``granted`` is the first grant since they last had none; ``last_day`` ends one that was not accepted yet."""

    name: str = ""
    granted: Event | None = None
    last_day: datetime | None = None
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
        if "until" in event.detail and self.granted:
            self.last_day = _moment(event.detail["until"])

    def _end_by(self, at: datetime) -> None:
        """Its last day may have passed before the log noted it."""
        if self.last_day and self.last_day <= at:
            self._close(at)

    def _close(self, at: datetime) -> None:
        self.access.off(at)
        self.granted = self.last_day = None

    def _span(self, event: Event) -> Span:
        scope = event.detail.get("scope", Scope.EVERYTHING)
        return Span(event.created_at, _moment(event.detail.get("until")), self.granted or event, scope)


def _moment(until: str | None) -> datetime | None:
    return datetime.fromisoformat(until) if until else None


def replay(events: Iterable[Event]) -> dict[UUID, Person]:
    """``events`` of one client, oldest first."""
    people: dict[UUID, Person] = {}
    for event in events:
        if event.person_id and event.name in EVENTS:
            people.setdefault(event.person_id, Person()).take(event)
    return people
