"""What is known of addresses, and of what waits to leave."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from latchstring.kernel import clock
from latchstring.mail import leases
from latchstring.mail.models import WAITING, AddressState, Alert, Message, State


def inactive(firm_id: UUID, addresses: Iterable[str]) -> dict[str, AddressState]:
    """Those of these normalised addresses to which this firm's email came back, in one statement."""
    rows = AddressState.objects.filter(firm=firm_id, address__in=set(addresses), inactive_since__isnull=False)
    return {row.address: row for row in rows}


def open_alert(campaign_id: UUID) -> Alert | None:
    """What paused this campaign, until somebody answers it."""
    found: Alert | None = Alert.objects.filter(campaign=campaign_id, answered_at=None).first()
    return found


def is_being_sent(campaign_id: UUID) -> bool:
    """Whether a worker that lives holds emails of this campaign right now."""
    held = Message.objects.filter(campaign=campaign_id, state=State.SENDING, leased_until__gt=leases.until(timedelta()))
    return bool(held.exists())


def more_wait_than(number: int, campaign_id: UUID) -> bool:
    """Whether more than this many of a campaign's emails are due and wait to be claimed."""
    due = Message.objects.filter(campaign=campaign_id, state__in=WAITING, due_at__lte=clock.now())
    return bool(due.order_by("due_at", "id").values_list("pk")[number : number + 1])
