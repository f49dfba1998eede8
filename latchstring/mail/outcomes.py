"""Write what became of an email: one statement and one commit for each that was sent."""

import time
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from latchstring.kernel import clock, metrics, plans, underway
from latchstring.mail import backoff, faults, full
from latchstring.mail.addresses import key_of
from latchstring.mail.bounces.answers import Answer, Judgement, Verdict, judge
from latchstring.mail.claims import Claimed
from latchstring.mail.leases import LEASE
from latchstring.mail.links import as_stored
from latchstring.mail.models import SECRET_FIELDS, AddressState, Message, State

_GAVE_UP = "We tried for five days and the mail server never took it."
_MAY_HAVE_ARRIVED = (
    "The mail server got this email three times and never answered, so it may have arrived. "
    "Send it again if the recipient does not have it."
)
# The one statement that every email costs. The model's own update would take five times as long.
_SENT = """
UPDATE mail_message SET state = 'sent', reason = '', detail = '', attempts = attempts + 1, sent_at = %s,
lease_owner = NULL, leased_until = NULL WHERE id = %s AND lease_owner = %s
"""


_AWAY = (OperationalError, InterfaceError)


def record(claimed: Claimed, owner: UUID, answer: Answer) -> Judgement:
    """Judge the answer and write it, again and again while the database is locked or away."""
    judgement, written = begin(claimed, owner, answer)
    written()
    return judgement


def begin(claimed: Claimed, owner: UUID, answer: Answer) -> tuple[Judgement, Callable[[], None]]:
    """Like ``record``, while the database may still be at it.

    The returned function waits until all is written; call it before the database is asked anything else.
    """
    judgement = judge(answer)
    _counted(judgement.verdict).inc()
    if judgement.verdict is Verdict.SENT and not SECRET_FIELDS & claimed.fields.keys():
        moment = connection.ops.adapt_datetimefield_value(clock.now())
        return judgement, _begin_surely(_SENT, [moment, as_stored(claimed.id), as_stored(owner)])
    surely(lambda: _write(claimed, owner, answer, judgement))
    return judgement, underway.nothing


@cache
def _counted(verdict: Verdict) -> Any:
    return metrics.emails.labels(verdict)


def withhold(claimed: Claimed, owner: UUID, reason: str) -> None:
    """Not sent, because email to this address came back before."""
    _end(claimed, owner, State.WITHHELD, reason)


def fail(claimed: Claimed, owner: UUID, reason: str) -> None:
    _end(claimed, owner, State.FAILED, reason)


def surely(write: Callable[[], None]) -> None:
    """An email that has left must be recorded; nobody else may send it while our lease lasts."""
    give_up = time.monotonic() + LEASE.total_seconds() / 2
    while True:
        try:
            return write()
        except _AWAY:
            if connection.in_atomic_block or time.monotonic() > give_up:
                raise
            connection.close_if_unusable_or_obsolete()
            time.sleep(0.2)


def _begin_surely(statement: str, values: Sequence[Any]) -> Callable[[], None]:
    once_more = partial(surely, partial(plans.run, statement, values))
    try:
        finish = underway.start(statement, values)
    except _AWAY:
        once_more()
        return underway.nothing

    def written() -> None:
        try:
            finish()
        except _AWAY:
            once_more()

    return written


def _write(claimed: Claimed, owner: UUID, answer: Answer, judgement: Judgement) -> None:
    if judgement.verdict is Verdict.SENT:
        _update(claimed, owner, state=State.SENT, reason="", detail="", sent_at=clock.now())
    elif judgement.verdict is Verdict.PASSING:
        _defer(claimed, owner, answer, judgement)
    elif judgement.verdict is Verdict.OURS:
        _blame_us(claimed, owner, answer, judgement)
    elif judgement.verdict is Verdict.REFUSED:
        _end(claimed, owner, State.FAILED, judgement.reason, str(answer))
    else:
        _bury(claimed, owner, answer, judgement)


def _defer(claimed: Claimed, owner: UUID, answer: Answer, judgement: Judgement) -> None:
    unanswered = claimed.unanswered + answer.is_missing
    due_at = backoff.next_unanswered(unanswered) if answer.is_missing else backoff.next_attempt(claimed.attempts + 1)
    if due_at is None:
        _end(claimed, owner, State.FAILED, _MAY_HAVE_ARRIVED if answer.is_missing else _GAVE_UP, str(answer))
        return
    if judgement.name == full.REASON:
        full.note_in_session(claimed.firm_id, claimed.id, key_of(claimed.to_address), claimed.attempts + 1, str(answer))
    Message.objects.filter(pk=claimed.id, lease_owner=owner).update(
        state=State.DEFERRED,
        reason=judgement.reason,
        detail=str(answer)[:500],
        due_at=due_at,
        attempts=claimed.attempts + 1,
        unanswered=unanswered,
        lease_owner=None,
        leased_until=None,
    )


def _blame_us(claimed: Claimed, owner: UUID, answer: Answer, judgement: Judgement) -> None:
    """Never the address's fault; where it repeats, the campaign stops and the firm is told."""
    with transaction.atomic():
        _end(claimed, owner, State.FAILED, judgement.reason, str(answer))
        faults.note(claimed.id, judgement.reason, str(answer))


def _bury(claimed: Claimed, owner: UUID, answer: Answer, judgement: Judgement) -> None:
    """The address is dead: no email of any kind goes there until somebody changes or reactivates it."""
    with transaction.atomic():
        _end(claimed, owner, State.INACTIVE, judgement.reason, str(answer))
        AddressState.objects.update_or_create(
            firm_id=claimed.firm_id,
            address=key_of(claimed.to_address),
            defaults={"inactive_since": clock.now(), "reason": judgement.reason, "detail": str(answer)},
        )


def _end(claimed: Claimed, owner: UUID, state: State, reason: str, detail: str = "") -> None:
    _update(claimed, owner, state=state, reason=reason[:300], detail=detail[:500], ended_at=clock.now())


def _update(claimed: Claimed, owner: UUID, **values: Any) -> None:
    """An end state; what was secret in the fields is forgotten."""
    fields = {name: value for name, value in claimed.fields.items() if name not in SECRET_FIELDS}
    Message.objects.filter(pk=claimed.id, lease_owner=owner).update(
        fields=fields, attempts=claimed.attempts + 1, lease_owner=None, leased_until=None, **values
    )
