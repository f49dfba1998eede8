"""Warn portal users who have not logged in for long, and later suspend them, where their firm wants that."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from latchstring.accounts.emails import login_url, post
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record_many
from latchstring.firms.models import Firm
from latchstring.kernel import clock, stopping
from latchstring.policy.actor import system_actor
from latchstring.portals import sessions
from latchstring.portals.dormant import to_suspend, to_warn
from latchstring.portals.models import PortalUser
from latchstring.portals.reading import day_of

CHUNK = 200


def suspend_dormant() -> int:
    """How many were suspended. Safe to run twice, or in two places: each step asks again under the lock."""
    done = 0
    for firm in Firm.objects.filter(dormant_months__gt=0):
        _each(firm, to_warn, _warn)
        done += _each(firm, to_suspend, _suspend)
    return done


def _each(firm: Firm, due: Callable[[Firm, datetime], QuerySet[Any]], write: Callable[..., None]) -> int:
    count = 0
    while not stopping.requested.is_set():
        ids = list(due(firm, clock.now()).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not ids:
            break
        count += _chunk(firm, ids, due, write)
    return count


@transaction.atomic
def _chunk(firm: Firm, ids: list[UUID], due: Callable[..., QuerySet[Any]], write: Callable[..., None]) -> int:
    list(PortalUser.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    now = clock.now()
    people = list(due(firm, now).filter(pk__in=ids).order_by("pk"))
    if people:
        write(firm, people, now)
    return len(people)


def _warn(firm: Firm, people: list[Any], now: datetime) -> None:
    PortalUser.objects.filter(pk__in=[person.pk for person in people]).update(warned_at=now)
    until = now + timedelta(days=firm.dormant_days)
    for person in people:
        fields = {"email": person.email, "expires": day_of(until, firm, person), "login_url": login_url(firm)}
        post(firm, "dormant_soon", person.email, name=person.name, fields=fields)
    _record(firm, people, Name.DORMANT_WARNED)


def _suspend(firm: Firm, people: list[Any], now: datetime) -> None:
    ids = [person.pk for person in people]
    PortalUser.objects.filter(pk__in=ids).update(suspended_at=now)
    sessions.end(ids)
    for person in people:
        change = _("Your access is suspended, since you have not logged in for a long time.")
        post(firm, "dormant_now", person.email, name=person.name, fields={"email": person.email, "change": change})
    _record(firm, people, Name.DORMANT_SUSPENDED)


def _record(firm: Firm, people: list[Any], name: Name) -> None:
    entries = [
        Entry(person_id=person.pk, detail={"name": str(person), "since": person.since.date().isoformat()})
        for person in people
    ]
    record_many(system_actor(firm.pk), name, entries)
