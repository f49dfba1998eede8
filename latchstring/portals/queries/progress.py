"""How far a batch has come, by outcome."""

from dataclasses import dataclass
from datetime import timedelta
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
    """All but ``accepted`` add up to ``selected``; ``seconds_left`` is None while nobody can tell.

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
    seconds_left: int | None
    state: str


def progress(batch: InviteBatch) -> Progress:
    campaign = Campaign.objects.get(pk=batch.campaign_id)
    messages = Message.objects.filter(campaign=campaign, kind=INVITE)
    tally = dict.fromkeys(_FIELDS.values(), 0)
    for state, count in messages.order_by().values_list("state").annotate(Count("pk")):
        tally[_FIELDS[State(state)]] += count
    skipped = batch.skips.count()
    return Progress(
        selected=sum(tally.values()) + skipped,
        **tally,
        skipped=skipped,
        accepted=batch.invites.filter(accepted_at__isnull=False).count(),
        seconds_left=_seconds_left(messages, tally["queued"]),
        state=_state(batch, campaign, tally["queued"]),
    )


def _state(batch: InviteBatch, campaign: Campaign, queued: int) -> str:
    ahead = campaign.starts_at > clock.now()
    ladder = (
        (batch.undone_at, "undone"),
        (campaign.cancelled_at, "cancelled"),
        (campaign.opened_at and not queued, "finished"),
        (campaign.paused_at, "paused"),
        (ahead and campaign.starts_at - batch.created_at <= UNDO, "waiting"),
        (ahead, "scheduled"),
        (campaign.opened_at, "running"),
    )
    return next((name for holds, name in ladder if holds), "opening")


def _seconds_left(messages: Any, queued: int) -> int | None:
    """By the pace of the last twenty seconds."""
    now = clock.now()
    lately = messages.filter(sent_at__gt=now - WINDOW).aggregate(n=Count("pk"), first=Min("sent_at"))
    if not queued or not lately["n"]:
        return None if queued else 0
    seconds: float = max((now - lately["first"]).total_seconds(), 0.5)
    return round(queued * seconds / int(lately["n"]))
