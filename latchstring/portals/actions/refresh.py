"""What only the passing of time changes, made true once a minute."""

from datetime import timedelta

from django.core.cache import cache

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.portals.actions.end_due import end_due
from latchstring.portals.models import Phase, PortalUser
from latchstring.portals.queries.figures import recount_recent
from latchstring.portals.status import ORDER, Status

CHUNK = 5000
RECENT_EVERY = timedelta(hours=1)


def refresh_due() -> None:
    """Access that has ended, the sorting place of invites that have expired, once an hour who logged in lately."""
    end_due()
    while _expire(CHUNK) == CHUNK:
        pass
    for firm_id in Firm.objects.values_list("pk", flat=True):
        if cache.add(f"recent:{firm_id}", 1, RECENT_EVERY.total_seconds()):
            recount_recent(firm_id)


def _expire(size: int) -> int:
    place = ORDER[Status.EXPIRED]
    due = PortalUser.objects.filter(
        phase=Phase.PENDING,
        status_order__lt=ORDER[Status.ACCEPTED],
        expires_at__lte=clock.now(),
        email_inactive_at=None,
    )
    ids = list(due.order_by("expires_at").values_list("pk", flat=True)[:size])
    return PortalUser.objects.filter(pk__in=ids, phase=Phase.PENDING).update(status_order=place)
