"""So many emails a minute per firm, for all workers together; a few seconds' worth may leave at once."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.models import Pace

BURST = 5  # seconds


class OfFirm(Protocol):
    @property
    def firm_id(self) -> UUID: ...


def allowance(firm_id: UUID, most: int) -> tuple[int, datetime | None]:
    """How many may leave now, and for a firm with a limit the moment from which more may.

    Called inside a transaction; the firm's row stays locked until its end.
    """
    limit = _limit(firm_id)
    if not limit:
        return most, None
    row, _ = Pace.objects.select_for_update().get_or_create(firm_id=firm_id)
    free_at = row.next_at
    return (min(most, max(1, limit * BURST // 60)) if free_at <= clock.now() else 0), free_at


def spend(firm_id: UUID, emails: int) -> None:
    """These leave now; the next may leave when their share of a minute is over."""
    limit = _limit(firm_id) if emails else 0
    if limit:
        row, _ = Pace.objects.select_for_update().get_or_create(firm_id=firm_id)
        row.next_at = max(row.next_at, clock.now()) + timedelta(seconds=60 * emails / limit)
        row.save(update_fields=["next_at"])


def count(messages: Iterable[OfFirm]) -> None:
    """Single emails wait for nobody, but campaigns make room for them."""
    for firm_id, emails in Counter(message.firm_id for message in messages).items():
        spend(firm_id, emails)


def _limit(firm_id: UUID) -> int:
    limit: int = Firm.objects.values_list("emails_a_minute", flat=True).get(pk=firm_id)
    return limit
