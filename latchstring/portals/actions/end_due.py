"""Note what has ended by itself: the lists, counts, sessions and waiting emails follow, and the log says so."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record_many
from latchstring.kernel import clock
from latchstring.policy.actor import system_actor
from latchstring.portals.ending import end_access
from latchstring.portals.models import Access, PortalUser

CHUNK = 500


def end_due() -> int:
    """How many access rows were over and are noted now. Nobody reached anything by them since their end."""
    ended = 0
    while due := list(_due().order_by("ends_at", "id").values_list("pk", flat=True)[:CHUNK]):
        ended += _end(due)
    return ended


def _due() -> QuerySet[Any]:
    rows: QuerySet[Any] = Access.objects.filter(removed_at=None, ends_at__lte=clock.now())
    return rows


@transaction.atomic
def _end(ids: Sequence[UUID]) -> int:
    people = PortalUser.objects.filter(pk__in=Access.objects.filter(pk__in=ids).values("person"))
    list(people.select_for_update().order_by("pk"))
    rows = list(_due().filter(pk__in=ids).select_related("person").order_by("firm_id", "id"))
    for firm_id, some in groupby(rows, key=lambda row: row.firm_id):
        theirs, actor = list(some), system_actor(firm_id)
        end_access(actor, theirs, reason="The access has ended.")
        entries = [Entry(row.client_id, row.person_id, detail={"name": str(row.person)}) for row in theirs]
        record_many(actor, Name.ACCESS_ENDED, entries)
    return len(rows)
