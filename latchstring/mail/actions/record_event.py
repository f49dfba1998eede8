"""Record what happened to an email after it left: the one verb for webhooks, bounces and our own session."""

from django.db import transaction
from django.db.models import Q

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock, metrics
from latchstring.kernel.wake import wake
from latchstring.mail import faults, full
from latchstring.mail.addresses import key_of
from latchstring.mail.bounces.reasons import REASONS, Fault, Reason, Verdict
from latchstring.mail.happened import OLDEST, Happened, Source
from latchstring.mail.models import WAITING, AddressState, MailEvent, Message, State
from latchstring.policy.actor import system_actor

# An email's state only ever moves to one further down, so that the order in which events come doesn't matter.
_ORDER = (*WAITING, State.SENT, State.DELIVERED, State.FAILED, State.INACTIVE, State.COMPLAINED)
_STATES = {
    Verdict.DELIVERED: State.DELIVERED,
    Verdict.FAILED: State.FAILED,
    Verdict.DEAD: State.INACTIVE,
    Verdict.COMPLAINT: State.COMPLAINED,
}
_NOBODYS = "It names no email of ours."
_NEVER_LEFT = "The email that it names has never left."
_TOO_OLD = "It is too old to be believed."
_SAYS_NOTHING = "It says nothing that we understand."


@transaction.atomic
def record_event(told: Happened) -> MailEvent:
    """The same event told again changes nothing. What can't be matched or read is kept, and says why."""
    message = Message.objects.select_for_update().filter(pk=told.message_id).first() if told.message_id else None
    judgement = told.judgement
    event, is_new = MailEvent.objects.get_or_create(
        key=told.key,
        defaults={
            "firm_id": message.firm_id if message else None,
            "message": message,
            "source": told.source,
            "verdict": judgement.verdict,
            "reason": judgement.reason,
            "rule": judgement.rule[:150],
            "address": (key_of(message.to_address) if message else judgement.address)[:254],
            "detail": judgement.said[:500],
            "happened_at": min(told.at, clock.now()),
            "came_from": told.came_from[:254],
            "subject": told.subject[:300],
            "excerpt": told.excerpt,
        },
    )
    if is_new:
        _apply(event, message)
        metrics.events.labels(told.source, judgement.verdict).inc()
    return event


def apply_waiting() -> int:
    """Events of emails that were just being handed over when they came; returns how many were applied."""
    done = 0
    for pk in MailEvent.objects.filter(applied_at=None).order_by("id").values_list("pk", flat=True)[:1000]:
        with transaction.atomic():
            event = MailEvent.objects.select_for_update().filter(pk=pk, applied_at=None).first()
            if event is not None:
                _apply(event, Message.objects.select_for_update().get(pk=event.message_id))
                done += event.applied_at is not None
    return done


def _apply(event: MailEvent, message: Message | None) -> None:
    if message is not None and message.state == State.SENDING:
        return
    event.applied_at = clock.now()
    event.why = _why_nothing(event, message)
    event.save(update_fields=["applied_at", "why"])
    if message is None or event.why:
        return
    reason = REASONS[event.reason]
    _move(event, message, reason)
    if reason.verdict in (Verdict.DEAD, Verdict.COMPLAINT):
        _shut(event, message, reason)
    elif reason.fault is Fault.OURS:
        faults.note(message.pk, reason.sentence, event.detail, left_at=message.sent_at)
    elif reason.name == full.REASON:
        full.count(message.firm_id, message.pk, event.address)


def _why_nothing(event: MailEvent, message: Message | None) -> str:
    if message is None:
        return _NOBODYS
    if event.source == Source.WEBHOOK and event.happened_at < event.created_at - OLDEST:
        return _TOO_OLD
    if message.sent_at is None and not message.attempts:
        return _NEVER_LEFT
    return _SAYS_NOTHING if event.verdict == Verdict.UNKNOWN else ""


def _move(event: MailEvent, message: Message, reason: Reason) -> None:
    """To the state that the event speaks of, if that is further than where the email is."""
    state = _STATES.get(reason.verdict)
    before = _known(message)
    if state is None or reason.name == "delayed" or before not in _ORDER:
        return
    if _ORDER.index(state) <= _ORDER.index(before):
        return
    message.state, message.ended_at, message.settled = state, event.happened_at, False
    message.sent_at = message.sent_at or event.happened_at
    failed = state != State.DELIVERED
    message.reason, message.detail = (reason.sentence, event.detail) if failed else ("", "")
    message.save(update_fields=["state", "ended_at", "settled", "sent_at", "reason", "detail"])
    if failed:
        told = {"name": event.address, "reason": reason.sentence, "rule": event.rule}
        about = Entry(client_id=message.client_id, subject_id=message.pk, detail=told)
        record(system_actor(message.firm_id), Name.EMAIL_CAME_BACK, about)
    wake("deliver")


def _known(message: Message) -> State:
    """An email that we gave up on without knowing may have left all the same."""
    gave_up = message.state == State.FAILED and message.sent_at is None
    return State.SENT if gave_up else State(message.state)


def _shut(event: MailEvent, message: Message, reason: Reason) -> None:
    """The address that the email went to becomes inactive, unless it was reactivated since the email left."""
    state, _ = AddressState.objects.select_for_update().get_or_create(firm_id=message.firm_id, address=event.address)
    left_before = Q(reactivated_at=None) | Q(reactivated_at__lt=message.sent_at)
    AddressState.objects.filter(left_before, pk=state.pk, inactive_since=None).update(
        inactive_since=event.happened_at, reason=reason.sentence, detail=event.detail
    )
