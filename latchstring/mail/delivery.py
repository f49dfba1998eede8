"""Send what is due. Whatever happens, every message has its outcome or waits again."""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from latchstring.kernel import clock, stopping, underway
from latchstring.kernel.wake import wake
from latchstring.mail import backoff, claims, leases, outcomes, set_back
from latchstring.mail.bounces.answers import Verdict
from latchstring.mail.claims import Claimed, Claims
from latchstring.mail.models import WAITING, Message, State
from latchstring.mail.ready import Press
from latchstring.mail.servers import Mail, Server, Unreachable, server
from latchstring.mail.stride import Stride

type Settle = Callable[[list[UUID]], None]

_SETTLE_AT_ONCE = 500
_LOOK_UP_EVERY = 1.0  # seconds
_LOOKS_A_TELL = 3
_STOPS = (Verdict.DEAD, Verdict.OURS)
"""What may change for the rest of the emails that are in hand."""
_log = logging.getLogger(__name__)


def deliver_due(settle: Settle | None, *, batch_size: int = 500, urgent_only: bool = False) -> int:
    """Hand due messages to the mail server and return how many it took; ``urgent_only`` is the lane of codes.

    ``settle`` is told of every message that has an outcome, once or again after a crash. Where it
    fails, email leaves all the same, and its error is raised at the end. With None another task is
    woken to settle, so that sending need not wait for it.
    """
    leases.recover()
    set_back.follow()
    claims.close_cancelled()
    outage = backoff.outage()
    if outage is not None and outage.next_try_at > clock.now():
        if not urgent_only:
            _told(settle)
        return 0
    with leases.holding() as owner, closing(server()) as way_out:
        stride = Stride(batch_size)
        run = Run(Claims(owner, stride, urgent_only), way_out, settle, had_outage=outage is not None)
        run.tell()
        try:
            run.until_nothing_is_due()
        finally:
            run.tell()
    if run.trouble is not None:
        raise run.trouble
    return run.taken


def _told(settle: Settle | None) -> None:
    if settle is not None:
        settle_ended(settle)
    elif _ended().exists():
        wake("settle")


def settle_ended(settle: Settle) -> None:
    """Tell of the messages that have ended, ours and those of workers that died before they could."""
    while _ended().exists():
        with transaction.atomic():
            rows = _ended().order_by("id").select_for_update(skip_locked=True)
            ids = list(rows.values_list("id", flat=True)[:_SETTLE_AT_ONCE])
            if ids:
                settle(ids)
                Message.objects.filter(pk__in=ids).update(settled=True)
        if len(ids) < _SETTLE_AT_ONCE:
            return


def _ended() -> QuerySet[Message]:
    """Messages that have ended and whose outcome nobody has carried over yet."""
    return Message.objects.filter(settled=False).exclude(state__in=[*WAITING, State.SENDING])


class Run:
    """One worker's run over all that is due, until nothing is, or it is asked to stop."""

    def __init__(self, source: Claims, way_out: Server, settle: Settle | None, *, had_outage: bool) -> None:
        self.source, self.way_out, self.settle, self.had_outage = source, way_out, settle, had_outage
        self.owner = source.owner
        self.press = Press()
        self.taken = 0
        self.trouble: Exception | None = None
        self.looked_up = self.told = self.extended = time.monotonic()
        self.called = self.more_waits = False
        self.written = underway.nothing

    def until_nothing_is_due(self) -> None:
        while not stopping.requested.is_set():
            set_back.follow()
            chunk = self.source.next_chunk()
            if chunk:
                began = time.monotonic()
                self.more_waits = len(chunk) == self.source.stride.size
                if not self.called:
                    self._call_others()
                try:
                    self._hand_over(chunk)
                except Unreachable as error:
                    backoff.server_failed(str(error))
                    _log.warning("Email waits. %s", error)
                    return
                self.source.stride.took(time.monotonic() - began)
            elif self.source.wait_until is not None:
                self.tell()
                pause = (self.source.wait_until - clock.now()).total_seconds()
                stopping.requested.wait(min(max(pause, 0.01), _LOOK_UP_EVERY))
            else:
                return

    def _call_others(self) -> None:
        """Where more waits than was taken: a wake-up reaches one worker, who may have been busy with this."""
        if self.settle is None and self.more_waits:
            self.called = True
            wake("deliver")

    def _hand_over(self, chunk: Sequence[Claimed]) -> None:
        by_id = {each.id: each for each in chunk}
        done = False
        try:
            mails = self.press.mails(self.owner, chunk)
            with closing(self.way_out.hand_over(mails, self._wait_until_written)) as answers:
                for mail, answer in answers:
                    self._wait_until_written()
                    judgement, self.written = outcomes.begin(by_id[mail.id], self.owner, answer)
                    if judgement.verdict is Verdict.SENT:
                        self._took_one()
                    if self._must_stop(chunk, mail, stops=judgement.verdict in _STOPS):
                        break
                else:
                    done = True
        finally:
            self._wait_until_written()
            if not done:
                leases.give_back(Q(lease_owner=self.owner))
                claims.close_cancelled()

    def _wait_until_written(self) -> None:
        """Call it before the database is asked anything: the outcome of the last email may be on its way to it."""
        written, self.written = self.written, underway.nothing
        written()

    def tell(self) -> None:
        """The lane of codes leaves that to the other one: nothing of it is waited for."""
        if self.source.urgent_only:
            return
        try:
            _told(self.settle)
        except Exception as error:
            _log.exception("Outcomes of emails could not be settled.")
            self.trouble = error

    def _took_one(self) -> None:
        if self.had_outage:
            self.had_outage = False
            self._wait_until_written()
            backoff.server_answered()
        self.taken += 1

    def _must_stop(self, chunk: Sequence[Claimed], mail: Mail, *, stops: bool) -> bool:
        """Whether the rest of the chunk goes back: asked to stop, held, outdated, or of less urgency."""
        if stopping.requested.is_set() or stops:
            return True
        now = time.monotonic()
        if now - self.looked_up < _LOOK_UP_EVERY:
            return False
        self.looked_up = now
        self._wait_until_written()
        if now - self.told >= _LOOKS_A_TELL * _LOOK_UP_EVERY:
            self.told = now
            self.tell()
            self._call_others()
        if now - self.extended > leases.EXTEND_AFTER.total_seconds():
            self.extended = now
            leases.extend(self.owner)
        campaign_id = chunk[0].campaign_id
        if campaign_id is None:
            return not chunk[0].urgent and claims.urgent_are_due()
        return claims.is_held(campaign_id) or claims.singles_are_due()
