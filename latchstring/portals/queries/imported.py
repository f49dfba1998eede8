"""The clients that one import has added or changed, as the log tells."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.clients.models import Import
from latchstring.kernel import clock
from latchstring.kernel.ids import first_at

APART = timedelta(minutes=10)
"""So far the clocks of two machines may differ; an event's key is made by the clock of its machine."""


def imported(firm_id: UUID, import_id: UUID) -> QuerySet[Any]:
    """Their ids; none of an import that is not this firm's, or that was never confirmed."""
    job = Import.objects.filter(firm_id=firm_id, pk=import_id).first()
    if job is None or job.confirmed_at is None:
        return Event.objects.none().values("client_id")
    found: QuerySet[Any] = Event.objects.filter(
        firm_id=firm_id,
        pk__gte=first_at(job.confirmed_at - APART),
        pk__lt=first_at((job.applied_at or clock.now()) + APART),
        name__in=[Name.CLIENT_CREATED, Name.CLIENT_CHANGED],
        detail__import=import_id.hex,
    )
    return found.values("client_id")
