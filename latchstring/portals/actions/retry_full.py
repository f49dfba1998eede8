"""The worker's verb: try emails again that came back from a full mailbox, as long as they still mean something."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from latchstring.kernel import clock
from latchstring.kernel.ids import first_at
from latchstring.kernel.wake import wake
from latchstring.mail import full
from latchstring.mail.bounces.reasons import REASONS
from latchstring.mail.models import Campaign, MailEvent, Message, State
from latchstring.portals.models import Invite

LOOKS_BACK = timedelta(days=1)
WAIT = timedelta(hours=12)
"""Before the first try, and each time as much longer."""
AT_ONCE = 500


def retry_full() -> int:
    """How many wait again. After five times within 14 days a human is asked instead."""
    bounced = MailEvent.objects.filter(reason=full.REASON, why="", id__gte=first_at(clock.now() - LOOKS_BACK))
    failed = Q(message__state=State.FAILED, message__reason=REASONS[full.REASON].sentence, message__settled=True)
    ids = list(bounced.filter(failed, message__urgent=False).order_by("id").values_list("message", flat=True)[:AT_ONCE])
    return sum(_again(pk) for pk in dict.fromkeys(ids))


@transaction.atomic
def _again(message_id: UUID) -> bool:
    """What has begun anew or ended since is left as it is."""
    message = Message.objects.select_for_update().get(pk=message_id)
    times = full.times(message.firm_id, message.to_address)
    if message.state != State.FAILED or times >= full.TIMES or not _means_something(message):
        return False
    message.state, message.due_at = State.DEFERRED, clock.now() + WAIT * max(times, 1)
    message.ended_at, message.settled = None, False
    message.save(update_fields=["state", "due_at", "ended_at", "settled"])
    Campaign.objects.filter(pk=message.campaign_id, cancelled_at=None).update(finished_at=None)
    wake("deliver", at=message.due_at)
    return True


def _means_something(message: Message) -> bool:
    """An invite must still be open; what carries no link tells the same later."""
    if not (message.link_purpose and message.link_subject):
        return True
    still = Invite.objects.filter(accepted_at=None, revoked_at=None, superseded_at=None, expires_at__gt=clock.now())
    return still.filter(pk=message.link_subject).exists()
