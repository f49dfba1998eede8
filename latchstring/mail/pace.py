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


def allowance(firm_id: UUID, a_minute: int, most: int) -> tuple[int, datetime | None]:
    """How many may leave now, and for a firm with a limit the moment from which more may.

    Called inside a transaction; the firm's row stays locked until its end.
    """
    if not a_minute:
        return most, None
    free_at = _row(firm_id).next_at
    return (min(most, max(1, a_minute * BURST // 60)) if free_at <= clock.now() else 0), free_at


def spend(firm_id: UUID, a_minute: int, emails: int) -> None:
    """These leave now; the next may leave when their share of a minute is over."""
    if a_minute and emails:
        row = _row(firm_id)
        row.next_at = max(row.next_at, clock.now()) + timedelta(seconds=60 * emails / a_minute)
        row.save(update_fields=["next_at"])


def count(messages: Iterable[OfFirm]) -> None:
    """What left without asking is spent too."""
    emails = Counter(message.firm_id for message in messages)
    for firm_id, a_minute in Firm.objects.filter(pk__in=emails).values_list("pk", "emails_a_minute"):
        spend(firm_id, a_minute, emails[firm_id])


def _row(firm_id: UUID) -> Pace:
    row: Pace = Pace.objects.select_for_update().get_or_create(firm_id=firm_id)[0]
    return row
