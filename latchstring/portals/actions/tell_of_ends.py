"""Tell portal users a week ahead that their access ends."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record_many
from latchstring.firms.models import Firm
from latchstring.kernel import clock, stopping
from latchstring.policy.actor import system_actor
from latchstring.portals import telling
from latchstring.portals.ends import last_day
from latchstring.portals.models import Access, PortalUser

CHUNK = 200


def tell_of_ends() -> int:
    """How many were told. Safe to run twice, or in two places: each step asks again under the lock."""
    told = 0
    while not stopping.requested.is_set():
        ids = list(_due().order_by("ends_at", "id").values_list("pk", flat=True)[:CHUNK])
        if not ids:
            break
        told += _tell(ids)
    return told


def _due() -> QuerySet[Any]:
    """Who was let in later than that read the day on the way in."""
    rows: QuerySet[Any] = Access.objects.open().filter(
        ends_at__lte=clock.now() + telling.AHEAD, end_told_at=None, accepted_at__lte=F("ends_at") - telling.AHEAD
    )
    return rows


@transaction.atomic
def _tell(ids: Sequence[UUID]) -> int:
    people = PortalUser.objects.filter(pk__in=Access.objects.filter(pk__in=ids).values("person"))
    list(people.select_for_update().order_by("pk"))
    rows = list(_due().filter(pk__in=ids).select_related("person", "client").order_by("firm_id", "id"))
    for firm_id, some in groupby(rows, key=lambda row: row.firm_id):
        _post(list(some), Firm.objects.get(pk=firm_id))
    Access.objects.filter(pk__in=[row.pk for row in rows]).update(end_told_at=clock.now())
    return len(rows)


def _post(rows: Sequence[Any], firm: Firm) -> None:
    entries = []
    for row in rows:
        day = last_day(row.ends_at, firm)
        telling.of_end(row, day, firm)
        detail = {"name": str(row.person), "last_day": day.isoformat()}
        entries.append(Entry(row.client_id, row.person_id, row.pk, detail))
    record_many(system_actor(firm.pk), Name.ACCESS_END_TOLD, entries)
