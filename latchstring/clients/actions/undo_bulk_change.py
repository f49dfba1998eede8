"""Take a change to many clients back, exactly where it changed something."""

from django.db import transaction

from latchstring.clients.bulk.run import take_back
from latchstring.clients.models import BulkChange
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def undo_bulk_change(actor: Actor, change: BulkChange) -> BulkChange | None:
    """Only whose change it was may, and twice is once; None where there is nothing to undo."""
    actor.require(Action.CLIENT_EDIT)
    locked: BulkChange = BulkChange.objects.select_for_update().get(pk=change.pk, firm_id=actor.firm_id)
    if locked.undo_asked_at or locked.member_id != actor.member_id:
        return None
    take_back(actor, locked)
    return locked
