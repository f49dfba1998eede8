"""Hold a running batch, let it go on, or stop what has not left."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock
from latchstring.kernel.wake import wake
from latchstring.mail import faults
from latchstring.mail.models import WAITING, Alert, Campaign, Message, State
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.models import InviteBatch


def pause(actor: Actor, batch: InviteBatch) -> None:
    """Nothing more leaves until it is resumed. Twice is once."""
    with transaction.atomic():
        campaign = _running(actor, batch)
        if campaign and not campaign.paused_at:
            Campaign.objects.filter(pk=campaign.pk).update(paused_at=clock.now())
            record(actor, Name.BATCH_PAUSED, Entry(subject_id=batch.pk))


def resume(actor: Actor, batch: InviteBatch) -> None:
    with transaction.atomic():
        campaign = _running(actor, batch)
        if campaign and campaign.paused_at:
            Campaign.objects.filter(pk=campaign.pk).update(paused_at=None)
            faults.answer(Alert.objects.filter(campaign=campaign), actor.member_id)
            record(actor, Name.BATCH_RESUMED, Entry(subject_id=batch.pk))
            wake("open_batches")
            wake("deliver")


def cancel_rest(actor: Actor, batch: InviteBatch) -> int:
    """What has not left never does; returns how many that is. Invites already sent keep working."""
    with transaction.atomic():
        campaign = _running(actor, batch)
        if campaign is None:
            return 0
        now = clock.now()
        Campaign.objects.filter(pk=campaign.pk).update(cancelled_at=now)
        waiting = Message.objects.filter(campaign=campaign, state__in=WAITING)
        stopped = waiting.update(state=State.CANCELLED, reason="Cancelled before it left.", ended_at=now)
        record(actor, Name.BATCH_CANCELLED, Entry(subject_id=batch.pk, detail={"stopped": stopped}))
        wake("deliver")
    return stopped


def _running(actor: Actor, batch: InviteBatch) -> Campaign | None:
    """The batch's campaign, locked, unless it is over."""
    actor.require(Action.PORTALS_MANAGE)
    rows = Campaign.objects.select_for_update()
    return rows.filter(pk=batch.campaign_id, firm_id=actor.firm_id, cancelled_at=None, finished_at=None).first()
