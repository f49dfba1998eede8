"""Take an event that an email provider tells by webhook, in the form that anymail gives all providers' events."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from anymail.signals import EventType, RejectReason

from latchstring.kernel import clock
from latchstring.mail.actions.record_event import record_event
from latchstring.mail.bounces import returns
from latchstring.mail.bounces.facts import Facts, Kind, Recipient
from latchstring.mail.bounces.judge import Judgement, judge
from latchstring.mail.bounces.reasons import REASONS
from latchstring.mail.happened import Happened, Source, by_message_id, key_of_event
from latchstring.mail.models import MailEvent

_PLAIN = {
    EventType.DELIVERED: "delivered",
    EventType.COMPLAINED: "complaint",
    EventType.DEFERRED: "delayed",
    EventType.AUTORESPONDED: "autoreply",
}
_FAILURES = frozenset({EventType.BOUNCED, EventType.REJECTED, EventType.FAILED})
# What counts where neither the mail server's words nor the provider's say anything.
_BY_REJECT_REASON = {
    RejectReason.INVALID: "user-unknown",
    RejectReason.TIMED_OUT: "expired",
    RejectReason.BLOCKED: "policy",
    RejectReason.SPAM: "complaint",
    RejectReason.UNSUBSCRIBED: "filtered",
}


class Told(Protocol):
    """What of anymail's tracking event is used."""

    event_type: str
    timestamp: datetime | None
    event_id: str | None
    message_id: str | None
    metadata: dict[str, str] | None
    recipient: str | None
    reject_reason: str | None
    mta_response: str | None
    description: str | None


def take_webhook(event: Told, provider: str) -> MailEvent | None:
    """None for what is no outcome, such as an email that was opened."""
    if event.event_type not in _PLAIN and event.event_type not in _FAILURES:
        return None
    at = event.timestamp or clock.now()
    told = Happened(
        key=key_of_event(provider, *_once(event)),
        source=Source.WEBHOOK,
        judgement=_judged(event, provider),
        message_id=_message(event),
        at=at,
        came_from=provider,
        subject=f"{event.event_type} {event.recipient or ''}".strip(),
        excerpt=(event.mta_response or event.description or "")[:2000],
    )
    return record_event(told)


def _once(event: Told) -> tuple[str, ...]:
    """The same whenever the event is told: some providers give each telling an id of its own."""
    if event.timestamp is None and event.event_id:
        return (event.event_id,)
    at = event.timestamp.isoformat() if event.timestamp else ""
    return (event.event_type, event.message_id or "", event.recipient or "", at, event.mta_response or "")


def _message(event: Told) -> UUID | None:
    """By the signed mark that the email carried, else by our own Message-ID."""
    mark = (event.metadata or {}).get(returns.MARK, "")
    return returns.message_of_mark(str(mark)) or by_message_id(str(event.message_id or ""))


def _judged(event: Told, provider: str) -> Judgement:
    plain = _PLAIN.get(event.event_type)
    if plain:
        return _as(plain, event, f"event {event.event_type}")
    words = event.description or ""
    recipient = Recipient(event.recipient or "", "failed", diagnostic=event.mta_response or words)
    found = judge(Facts(Kind.REPORT, (recipient,), words=words, server=provider.lower()))
    known = _BY_REJECT_REASON.get(event.reject_reason or "")
    if found.reason in ("undefined", "refused") and known:
        return _as(known, event, f"{provider}: {event.reject_reason}")
    return found


def _as(name: str, event: Told, rule: str) -> Judgement:
    reason = REASONS[name]
    said = (event.mta_response or event.description or "")[:500]
    return Judgement(reason.verdict, name, reason.sentence, reason.fault, event.recipient or "", rule, said)
