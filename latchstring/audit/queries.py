"""Reading the log."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

FIRST, LAST = date(1970, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class LogFilter:
    """``name`` is an event's name or the part before its dot; the days are in ``zone``, both included."""

    q: str = ""
    name: str = ""
    since: date | None = None
    until: date | None = None
    zone: str = "UTC"


def of_client(
    actor: Actor, client_id: UUID, limit: int = 20, *, kinds: Collection[str] = (), before: UUID | None = None
) -> list[Event]:
    """What happened to a client that the actor has already been shown, newest first, from ``before`` on.

    ``kinds`` are the parts of names before the dot; none means all.
    """
    events = Event.objects.visible_to(actor).filter(client_id=client_id)
    if kinds:
        events = events.filter(name__in=[name for name in Name if name.partition(".")[0] in kinds])
    if before:
        events = events.filter(id__lt=before)
    return list(events.order_by("-id")[:limit])


def of_person(actor: Actor, person_id: UUID, limit: int = 50) -> list[Event]:
    """What happened to a portal user that the actor has already been shown, newest first.

    What is about the person and no client, like a login, belongs to everybody who sees the person.
    """
    events = Event.objects.filter(firm_id=actor.firm_id, person_id=person_id)
    if actor.client_ids is not None:
        events = events.filter(Q(client_id=None) | Q(client_id__in=actor.client_ids))
    return list(events.order_by("-id")[:limit])


def log(actor: Actor, where: LogFilter, *, before: UUID | None = None) -> QuerySet[Any]:
    """The firm's log, newest first, from before the given event on; slice it to page."""
    actor.require(Action.AUDIT_VIEW)
    events = Event.objects.visible_to(actor)
    if before:
        events = events.filter(id__lt=before)
    if where.name:
        events = events.filter(Q(name=where.name) | Q(name__startswith=f"{where.name}."))
    if where.q:
        events = events.filter(Q(actor_name__icontains=where.q) | Q(detail__name__icontains=where.q))
    if where.since:
        events = events.filter(created_at__gte=_midnight(where.since, where.zone))
    if where.until:
        events = events.filter(created_at__lt=_midnight(min(where.until, LAST) + timedelta(days=1), where.zone))
    return events.order_by("-id")


def _midnight(day: date, zone: str) -> datetime:
    """Of a day that every clock knows: before and after them there are no events."""
    return datetime.combine(min(max(day, FIRST), LAST), time.min, ZoneInfo(zone))
