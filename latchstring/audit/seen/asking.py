"""Who could see this client, or this file of it, within a stretch of time?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from latchstring.audit.models import Event
from latchstring.audit.seen import people, team, things
from latchstring.audit.seen.spans import Span, within
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.scopes import opens


@dataclass(frozen=True, slots=True)
class Line:
    """``why`` is a scope for people, and for the team all-clients or assigned; ``end`` None for to this day."""

    subject_id: UUID
    name: str
    why: str
    start: datetime
    end: datetime | None
    granted_by: str
    granted_at: datetime | None

    def touches(self, start: datetime, end: datetime) -> bool:
        return self.start < end and (self.end is None or self.end > start)


@dataclass(frozen=True, slots=True)
class Seen:
    people: list[Line]
    team: list[Line]

    def on(self, start: datetime, end: datetime) -> "Seen":
        """Who could at any moment from ``start`` to just before ``end``."""
        return Seen(*([line for line in lines if line.touches(start, end)] for lines in (self.people, self.team)))


def who_saw(actor: Actor, client_id: UUID, *, before: datetime, document_id: UUID | None = None) -> Seen:
    """Everybody who could up to a moment, by name, once for each stretch and reason.

    Of a client that the actor has already been shown.
    """
    actor.require(Action.AUDIT_VIEW)
    rows = Event.objects.filter(firm_id=actor.firm_id, created_at__lt=before)
    events = list(rows.filter(client_id=client_id).order_by("id"))
    firm = list(rows.filter(client_id=None, name__in=team.EVENTS | things.LICENCES).order_by("id"))
    members = team.replay(sorted([*events, *firm], key=lambda event: event.pk))
    guests, active = people.replay(events), things.active(events)
    awake = things.awake(rows.filter(person_id__in=guests, name__in=things.SLEEP).order_by("id"))
    theirs = {pk: within(one.access.spans, active) for pk, one in guests.items()}
    theirs |= {pk: within(theirs[pk], spans) for pk, spans in awake.items()}
    ours = {pk: one.spans for pk, one in members.items()}
    if document_id:
        there, shown = things.of_file(events, document_id)
        theirs = {pk: within(_with_files(spans), shown) for pk, spans in theirs.items()}
        there = within(there, things.licensed(firm))
        theirs = {pk: within(spans, there) for pk, spans in theirs.items()}
        ours = {pk: within(one.of_files, there) for pk, one in members.items()}
    return Seen(
        _lines({pk: one.name for pk, one in guests.items()}, theirs),
        _lines({pk: one.name for pk, one in members.items()}, ours),
    )


def _with_files(spans: list[Span]) -> list[Span]:
    return [span for span in spans if opens(span.scope, Action.FILES_VIEW)]


def _lines(names: dict[UUID, str], spans: dict[UUID, list[Span]]) -> list[Line]:
    found = [
        Line(
            subject_id=pk,
            name=names[pk],
            why=span.scope,
            start=span.start,
            end=span.end,
            granted_by=(span.granted.actor_name or "Latchstring") if span.granted else "",
            granted_at=span.granted.created_at if span.granted else None,
        )
        for pk, some in spans.items()
        for span in some
    ]
    return sorted(found, key=lambda line: (line.name.casefold(), str(line.subject_id), line.start))
