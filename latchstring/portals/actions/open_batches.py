"""The worker's verb: open every batch that is due, chunk by chunk."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection
from django.db.models import QuerySet

from latchstring.kernel import clock, stopping
from latchstring.kernel.bulk import grown
from latchstring.mail.models import MailLink, Message
from latchstring.mail.queries import more_wait_than
from latchstring.portals.models import Access, Invite, InviteBatch, PortalUser, SearchText
from latchstring.portals.opening import open_chunk

FIRST = 50  # so that the first emails leave at once; then as many as before, so that those who send never wait
CHUNK = 400
AHEAD = 400  # emails that wait, beyond which opening lets them leave first
AHEAD_OF_ONE_WRITER = 100  # SQLite's: opening and sending take turns
BREATHS, BREATH = 10, 0.1  # seconds; for a second at most
TRIES = 5
_COUNTED = frozenset(4**n for n in range(10))
"""After so many chunks the tables are counted anew."""


def open_batches() -> int:
    """A chunk of each due batch in turn, so that none waits for a longer one; returns how many chunks were opened.

    Safe to run twice, late, or by two workers.
    """
    opened = 0
    while not stopping.requested.is_set():
        due = list(_due().values_list("pk", "campaign_id", "selected"))
        busy = [campaign_id for pk, campaign_id, selected in due if _open(pk, min(max(selected, FIRST), CHUNK))]
        if not busy:
            break
        opened += len(busy)
        if opened in _COUNTED:
            grown(PortalUser, Access, Invite, SearchText, Message, MailLink)
        _let_leave(busy)
    return opened


def _due() -> QuerySet[Any]:
    rows: QuerySet[Any] = InviteBatch.objects.filter(
        opened_at=None,
        campaign__starts_at__lte=clock.now(),
        campaign__paused_at=None,
        campaign__cancelled_at=None,
    )
    return rows.order_by("campaign__starts_at", "pk")


def _let_leave(campaign_ids: list[UUID]) -> None:
    one_writer = connection.vendor == "sqlite"
    ahead = AHEAD_OF_ONE_WRITER if one_writer else AHEAD
    if one_writer:
        stopping.requested.wait(BREATH)
    for _ in range(BREATHS):
        if not any(more_wait_than(ahead, campaign_id) for campaign_id in campaign_ids):
            return
        stopping.requested.wait(BREATH)


def _open(batch_id: UUID, size: int) -> bool:
    """Once more if somebody invited the same people in the same moment."""
    for _ in range(TRIES - 1):
        try:
            return open_chunk(batch_id, size)
        except IntegrityError:
            continue
    return open_chunk(batch_id, size)
