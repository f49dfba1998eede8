"""Where what we are or how we send is refused again and again: the campaign stops, and the firm is told."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock
from latchstring.kernel.wake import wake
from latchstring.mail.models import Alert, Campaign, Fault, Message, State
from latchstring.policy.actor import system_actor

REPEATS = 3
"""So many refusals ..."""
AMONG = 20
"""... among so many emails that left one after the other."""
STUBBORN = 10
"""How many it takes once somebody has let the campaign go on all the same."""
OF_SINGLES = timedelta(hours=1)
"""Within this time, for emails that belong to no campaign."""


@transaction.atomic
def note(message_id: UUID, reason: str, detail: str = "", *, left_at: datetime | None = None) -> Alert | None:
    """One email was refused through our fault; returns the alert if it made one. Twice is once.

    ``left_at`` is when the email was handed over, for reports that come in later and in any order.
    """
    message = Message.objects.only("firm_id", "campaign_id", "sent_at").get(pk=message_id)
    campaign = Campaign.objects.select_for_update().filter(pk=message.campaign_id).first()
    fault, _ = Fault.objects.update_or_create(
        message=message,
        defaults={
            "firm_id": message.firm_id,
            "campaign_id": message.campaign_id,
            "left_at": left_at or message.sent_at or clock.now(),
            "reason": reason[:300],
            "detail": detail[:500],
        },
    )
    earlier = Alert.objects.filter(firm_id=message.firm_id, campaign=campaign)
    if earlier.filter(answered_at=None).exists():
        return None
    repeated = _repeats(fault, STUBBORN if earlier.exists() else REPEATS) if campaign else _often(fault)
    return _stop(fault, campaign) if repeated else None


def answer(alerts: QuerySet[Alert], member_id: UUID | None) -> int:
    """Somebody knows of them now; what was refused so far no longer counts."""
    open_ones = alerts.filter(answered_at=None)
    for firm_id, campaign_id in open_ones.values_list("firm", "campaign"):
        Fault.objects.filter(firm=firm_id, campaign=campaign_id).delete()
    return open_ones.update(answered_at=clock.now(), answered_by=member_id)


def _repeats(fault: Fault, needed: int) -> bool:
    """Whether so many refusals, this one among them, stand within AMONG emails of the campaign."""
    others = Fault.objects.filter(firm=fault.firm_id, campaign=fault.campaign_id)
    until = others.filter(left_at__lte=fault.left_at).order_by("-left_at")[:needed]
    after = others.filter(left_at__gt=fault.left_at).order_by("left_at")[: needed - 1]
    moments = sorted(each.left_at for each in (*until, *after))
    windows = zip(moments, moments[needed - 1 :], strict=False)
    return any(_sent_between(fault.campaign_id, first, last) <= AMONG - needed for first, last in windows)


def _sent_between(campaign_id: UUID | None, first: datetime, last: datetime) -> int:
    """Never counts further than matters."""
    taken = Message.objects.filter(campaign=campaign_id, state__in=(State.SENT, State.DELIVERED))
    return len(taken.filter(sent_at__gte=first, sent_at__lte=last).values_list("pk")[:AMONG])


def _often(fault: Fault) -> bool:
    singles = Fault.objects.filter(firm=fault.firm_id, campaign=None, left_at__gt=fault.left_at - OF_SINGLES)
    return len(singles.values_list("pk")[:REPEATS]) == REPEATS


def _stop(fault: Fault, campaign: Campaign | None) -> Alert:
    if campaign is not None and not (campaign.paused_at or campaign.cancelled_at or campaign.finished_at):
        Campaign.objects.filter(pk=campaign.pk).update(paused_at=clock.now())
    alert: Alert = Alert.objects.create(
        firm_id=fault.firm_id, campaign=campaign, reason=fault.reason, detail=fault.detail
    )
    record(system_actor(fault.firm_id), Name.SENDING_STOPPED, Entry(subject_id=alert.pk, detail={"name": fault.reason}))
    wake("tell_of_alerts")
    return alert
