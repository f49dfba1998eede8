"""Which worker looks at which version now, so that several share the work."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from latchstring.files.models import Version
from latchstring.kernel import clock, stopping

LEASE = timedelta(minutes=15)


def claimed(which: Q) -> Iterator[Version]:
    """Versions that nobody else works on, one by one, oldest first; each is free again when the next is asked for."""
    last = UUID(int=0)
    while not stopping.requested.is_set():
        now = clock.now()
        free = Version.objects.filter(which, Q(leased_until=None) | Q(leased_until__lt=now)).filter(pk__gt=last)
        version = free.select_related("document__client").order_by("id").first()
        if version is None:
            return
        last = version.pk
        if Version.objects.filter(which, pk=version.pk, leased_until=version.leased_until).update(
            leased_until=now + LEASE
        ):
            try:
                yield version
            finally:
                Version.objects.filter(pk=version.pk).update(leased_until=None)
