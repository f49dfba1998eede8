"""Let sending go on after it was stopped through our own fault; what was refused is tried again."""

from uuid import UUID

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock
from latchstring.kernel.wake import wake
from latchstring.mail import faults
from latchstring.mail.models import Alert, Campaign, Message, State
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def go_on(actor: Actor, alert_id: UUID) -> int:
    """How many emails are tried again. Twice is once."""
    actor.require(Action.PORTALS_MANAGE)
    alert: Alert = Alert.objects.visible_to(actor).get(pk=alert_id)
    campaign = Campaign.objects.select_for_update().filter(alerts=alert).first()
    refused = list(
        Message.objects.filter(campaign=campaign, state=State.FAILED, fault__isnull=False).values_list("pk", flat=True)
        if campaign and not campaign.cancelled_at
        else ()
    )
    if not faults.answer(Alert.objects.filter(pk=alert.pk), actor.member_id):
        return 0
    again = Message.objects.filter(pk__in=refused, state=State.FAILED).update(
        state=State.QUEUED,
        reason="",
        detail="",
        attempts=0,
        unanswered=0,
        ended_at=None,
        settled=False,
        due_at=clock.now(),
    )
    if campaign and not campaign.cancelled_at:
        Campaign.objects.filter(pk=campaign.pk).update(paused_at=None, finished_at=None)
    record(actor, Name.SENDING_WENT_ON, Entry(subject_id=alert.pk, detail={"again": again}))
    wake("open_batches")
    wake("deliver")
    return again
