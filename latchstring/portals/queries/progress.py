"""How far a batch has come, by outcome."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min

from latchstring.kernel import clock
from latchstring.mail.models import Campaign, Message, State
from latchstring.portals.links import INVITE
from latchstring.portals.models import InviteBatch

WINDOW = timedelta(seconds=20)
UNDO = timedelta(minutes=10, seconds=5)  # the most a firm may set, and the time that writing takes
"""The longest that a firm may set for undoing; a send that starts later than this was scheduled."""

_FIELDS = {
    State.QUEUED: "queued",
    State.SENDING: "queued",
    State.DEFERRED: "queued",
    State.SENT: "sent",
    State.DELIVERED: "delivered",
    State.INACTIVE: "inactive",
    State.COMPLAINED: "inactive",
    State.WITHHELD: "inactive",
    State.FAILED: "failed",
    State.CANCELLED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """All but ``accepted`` and ``put_off`` add up to ``selected``; ``seconds_left`` is None while nobody can tell.

    ``put_off`` of the queued ones were tried and wait to be tried again, the first of them at ``next_try_at``.

    ``state`` is waiting (to be undone), scheduled, opening, running, paused, cancelled, undone or finished.
    """

    selected: int
    queued: int
    sent: int
    delivered: int
    inactive: int
    failed: int
    cancelled: int
    skipped: int
    accepted: int
    put_off: int
    next_try_at: datetime | None
    seconds_left: int | None
    state: str

    @property
    def unreached(self) -> int:
        """Who needs a fix may be among these."""
        return self.inactive + self.failed + self.skipped


def progress(batch: InviteBatch) -> Progress:
    campaign = Campaign.objects.get(pk=batch.campaign_id)
    messages = Message.objects.filter(campaign=campaign, kind=INVITE)
    tally = dict.fromkeys(_FIELDS.values(), 0)
    for state, count in messages.order_by().values_list("state").annotate(Count("pk")):
        tally[_FIELDS[State(state)]] += count
    skipped = batch.skips.count()
    again = messages.filter(state=State.DEFERRED).aggregate(n=Count("pk"), first=Min("due_at"))
    return Progress(
        selected=sum(tally.values()) + skipped,
        **tally,
        skipped=skipped,
        accepted=batch.invites.filter(accepted_at__isnull=False).count(),
        put_off=again["n"],
        next_try_at=again["first"],
        seconds_left=_seconds_left(messages, tally["queued"] - again["n"]) if tally["queued"] else 0,
        state=state_of(batch, campaign, waits=tally["queued"] > 0),
    )


def state_of(batch: InviteBatch, campaign: Campaign, *, waits: bool) -> str:
    """``waits``: some of its emails have no outcome yet."""
    ahead = campaign.starts_at > clock.now()
    ladder = (
        (batch.undone_at, "undone"),
        (campaign.cancelled_at, "cancelled"),
        (campaign.opened_at and not waits, "finished"),
        (campaign.paused_at, "paused"),
        (ahead and campaign.starts_at - batch.created_at <= UNDO, "waiting"),
        (ahead, "scheduled"),
        (campaign.opened_at, "running"),
    )
    return next((name for holds, name in ladder if holds), "opening")


def _seconds_left(messages: Any, queued: int) -> int | None:
    """By the pace of the last twenty seconds; None where all that waits was put off."""
    now = clock.now()
    lately = messages.filter(sent_at__gt=now - WINDOW).aggregate(n=Count("pk"), first=Min("sent_at"))
    if not queued or not lately["n"]:
        return None
    seconds: float = max((now - lately["first"]).total_seconds(), 0.5)
    return round(queued * seconds / int(lately["n"]))
