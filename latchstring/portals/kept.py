"""The figures kept beside the facts, recomputed from them for exactly the rows that were touched.

Locks are taken in one order everywhere: people by key, then clients by key, then the firm's counts.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from latchstring.clients.counts import shift
from latchstring.clients.models import Client
from latchstring.kernel import clock
from latchstring.portals.models import Access, Phase, PortalUser
from latchstring.portals.status import ORDER, Status, status_case

CAME_IN = ["phase", "status_order", "accepted_at", "removed_at"]


def touch(firm_id: UUID, *, person_ids: Collection[UUID], client_ids: Collection[UUID], newcomers: int = 0) -> None:
    """Make people, clients and counts true again after a change to their access.

    The people must be locked. ``newcomers`` were inserted as pending with their columns true.
    """
    people = touch_people(person_ids) if person_ids else {"people_pending": 0}
    people["people_pending"] += newcomers
    clients = _touch_clients(client_ids)
    deltas = {name: by for name, by in {**people, **clients}.items() if by}
    if deltas:
        shift(firm_id, **deltas)


def touch_people(person_ids: Collection[UUID]) -> dict[str, int]:
    """Phase, client columns and status of these people; returns how the firm's counts move."""
    rows = PortalUser.objects.filter(pk__in=person_ids)
    before = _phases(rows)
    live = Access.objects.live().filter(person=OuterRef("pk"))
    now = clock.now()
    rows.update(
        phase=Case(
            When(Exists(live.filter(accepted_at__isnull=False)), then=Value(Phase.ACTIVE)),
            When(Exists(live), then=Value(Phase.PENDING)),
            default=Value(Phase.REMOVED),
        ),
        client_count=_count(live, "person"),
        ends_at=Case(When(~Exists(live.filter(ends_at=None)), then=_last_end(live))),
        first_client=Coalesce(
            _first_client(live), _first_client(Access.objects.filter(person=OuterRef("pk"))), Value("")
        ),
    )
    rows.update(
        accepted_at=Case(
            When(phase=Phase.ACTIVE, then=Coalesce(F("accepted_at"), _first_accepted(live))),
            When(phase=Phase.REMOVED, then=F("accepted_at")),
            output_field=DateTimeField(null=True),
        ),
        removed_at=Case(
            When(phase=Phase.REMOVED, then=Coalesce(F("removed_at"), Value(now))),
            output_field=DateTimeField(null=True),
        ),
    )
    rows.update(status_order=status_case(now))
    after = _phases(rows)
    return {name: after[name] - before[name] for name in after}


def came_in(person: PortalUser, client_ids: Collection[UUID], now: datetime) -> None:
    """What ``touch`` would find after a person has accepted all that waited for them, in fewer statements.

    The person is locked, has a live access, and is saved by the caller with ``CAME_IN`` among the fields.
    """
    pending = person.phase == Phase.PENDING
    person.phase, person.status_order = Phase.ACTIVE, ORDER[Status.ACCEPTED]
    person.accepted_at, person.removed_at = person.accepted_at or now, None
    first = _one_more(client_ids)
    shift(person.firm_id, people_pending=-pending, people_active=int(pending), clients_accepted=first)


def _one_more(client_ids: Collection[UUID]) -> int:
    """At how many active clients this is the first who has accepted; of one client its own row says it."""
    rows, first = Client.objects.filter(pk__in=client_ids), Q(accepted_people=0, inactive_at=None)
    if len(client_ids) == 1:
        if rows.filter(first).update(accepted_people=1):
            return 1
        if rows.exclude(first).update(accepted_people=F("accepted_people") + 1):
            return 0
    before = rows.select_for_update().order_by("pk").values_list("accepted_people", "inactive_at")
    firsts = sum(not people and not gone for people, gone in before)
    rows.update(accepted_people=F("accepted_people") + 1)
    return firsts


def _touch_clients(client_ids: Collection[UUID]) -> dict[str, int]:
    rows = Client.objects.filter(pk__in=client_ids)
    before = _standing(rows.select_for_update().order_by("pk"))
    live = Access.objects.live().filter(client=OuterRef("pk"))
    rows.update(
        portal_people=_count(live, "client"),
        accepted_people=_count(live.filter(accepted_at__isnull=False), "client"),
    )
    after = _standing(rows)
    return {name: after[name] - before[name] for name in after}


def _phases(rows: QuerySet[Any]) -> dict[str, int]:
    found = dict(rows.order_by().values_list("phase").annotate(n=Count("pk")))
    return {"people_pending": found.get(Phase.PENDING, 0), "people_active": found.get(Phase.ACTIVE, 0)}


def _standing(rows: QuerySet[Any]) -> dict[str, int]:
    """What these clients add to the firm's counts; inactive clients add nothing."""
    found = rows.values_list("portal_people", "accepted_people", "reachable_contacts", "inactive_at")
    active = [row[:3] for row in found if row[3] is None]
    return {
        "clients_without": sum(not people for people, _, _ in active),
        "clients_reachable": sum(not people and bool(reachable) for people, _, reachable in active),
        "clients_accepted": sum(bool(accepted) for _, accepted, _ in active),
    }


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")), Value(0))


def _first_client(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("person").annotate(n=Min("client__sort_name")).values("n"))


def _last_end(rows: QuerySet[Any]) -> Subquery:
    """When nothing is left; asked only where everything has an end."""
    return Subquery(rows.order_by().values("person").annotate(n=Max("ends_at")).values("n"))


def _first_accepted(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("person").annotate(n=Min("accepted_at")).values("n"))
