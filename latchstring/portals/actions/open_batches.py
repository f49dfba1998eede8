"""The worker's verb: open every batch that is due, chunk by chunk."""

from uuid import UUID

from django.db import IntegrityError

from latchstring.kernel import clock, stopping
from latchstring.mail.queries import more_wait_than
from latchstring.portals.models import InviteBatch
from latchstring.portals.opening import open_chunk

FIRST = 50  # so that the first emails leave at once
CHUNK = 250
AHEAD = 100  # emails that wait, beyond which opening lets them leave first: SQLite has one writer at a time
BREATHS, BREATH = 20, 0.05  # seconds; for a second at most
TRIES = 5


def open_batches() -> int:
    """Safe to run twice, late, or by two workers; returns how many chunks were opened."""
    due = InviteBatch.objects.filter(
        opened_at=None,
        campaign__starts_at__lte=clock.now(),
        campaign__paused_at=None,
        campaign__cancelled_at=None,
    )
    opened = 0
    for batch_id, campaign_id, cursor in due.order_by("campaign__starts_at", "pk").values_list(
        "pk", "campaign_id", "cursor"
    ):
        size = CHUNK if cursor else FIRST
        while not stopping.requested.is_set() and _open(batch_id, size):
            opened += 1
            size = CHUNK
            _let_leave(campaign_id)
    return opened


def _let_leave(campaign_id: UUID) -> None:
    for _ in range(BREATHS):
        stopping.requested.wait(BREATH)
        if not more_wait_than(AHEAD, campaign_id):
            return


def _open(batch_id: UUID, size: int) -> bool:
    """Once more if somebody invited the same people in the same moment."""
    for _ in range(TRIES - 1):
        try:
            return open_chunk(batch_id, size)
        except IntegrityError:
            continue
    return open_chunk(batch_id, size)
