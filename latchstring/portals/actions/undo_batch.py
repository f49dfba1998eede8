"""Take a whole batch back while nothing of it has been opened: nobody was invited, nothing has to be cleaned up."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock
from latchstring.mail.models import Campaign
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.models import InviteBatch
from latchstring.portals.refusals import Refusal


@transaction.atomic
def undo_batch(actor: Actor, batch: InviteBatch) -> None:
    """Twice is once. The lock is the one that opening takes, so that either of them is first.

    Raises Refusal once the first people have been invited.
    """
    actor.require(Action.PORTALS_MANAGE)
    row = InviteBatch.objects.select_for_update().get(pk=batch.pk, firm_id=actor.firm_id)
    campaign = Campaign.objects.select_for_update().get(pk=row.campaign_id)
    if row.undone_at:
        return
    if row.cursor or row.opened_at:
        raise Refusal("The first invites are on their way, so this can’t be undone. Cancel the rest instead.")
    row.opened_at = row.undone_at = campaign.opened_at = campaign.cancelled_at = campaign.finished_at = clock.now()
    row.save(update_fields=["opened_at", "undone_at"])
    campaign.save(update_fields=["opened_at", "cancelled_at", "finished_at"])
    record(actor, Name.BATCH_UNDONE, Entry(subject_id=row.pk))
