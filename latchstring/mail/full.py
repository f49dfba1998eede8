"""Mailboxes that are full again and again: after five times within 14 days it is said once, for a human to see."""

from datetime import timedelta
from uuid import UUID

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock
from latchstring.mail.addresses import key_of
from latchstring.mail.bounces.reasons import Verdict
from latchstring.mail.happened import Source, key_of_event
from latchstring.mail.models import MailEvent
from latchstring.policy.actor import system_actor

REASON = "mailbox-full"
TIMES, WITHIN = 5, timedelta(days=14)


def note_in_session(firm_id: UUID, message_id: UUID, address: str, attempt: int, detail: str) -> None:
    """The mail server said so while we were sending; twice for one attempt is once."""
    _, is_new = MailEvent.objects.get_or_create(
        key=key_of_event("session", message_id.bytes, str(attempt)),
        defaults={
            "firm_id": firm_id,
            "message_id": message_id,
            "source": Source.SESSION,
            "verdict": Verdict.FAILED,
            "reason": REASON,
            "address": address,
            "detail": detail[:500],
            "applied_at": clock.now(),
        },
    )
    if is_new:
        count(firm_id, message_id, address)


def count(firm_id: UUID, message_id: UUID, address: str) -> None:
    if times(firm_id, address) == TIMES:
        about = Entry(subject_id=message_id, detail={"name": address})
        record(system_actor(firm_id), Name.MAILBOX_STAYS_FULL, about)


def times(firm_id: UUID, address: str) -> int:
    """How often this mailbox was full within the last 14 days."""
    since = clock.now() - WITHIN
    key = key_of(address)
    return int(MailEvent.objects.filter(firm=firm_id, address=key, reason=REASON, happened_at__gt=since).count())
