"""One works on an import at a time: a web process that looks at a small file, or a worker."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from latchstring.clients.models import Import
from latchstring.kernel import clock

LEASE = timedelta(seconds=60)
WAITING = Q(applied_at=None, failed="", mapped_at__isnull=False) & (Q(planned_at=None) | Q(confirmed_at__isnull=False))


def claim(job_id: UUID) -> bool:
    """False if somebody has it, or there is nothing to do any more."""
    now = clock.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return bool(Import.objects.filter(WAITING & free, pk=job_id).update(leased_until=now + LEASE))


def keep(job: Import, done: int) -> bool:
    """After ``done`` lines it is still ours; False once other columns were chosen."""
    return bool(_as_mapped(job).update(cursor=done, leased_until=clock.now() + LEASE))


def release(job: Import) -> None:
    _as_mapped(job).update(leased_until=None)


def _as_mapped(job: Import) -> QuerySet[Import]:
    return Import.objects.filter(pk=job.pk, mapped_at=job.mapped_at)
