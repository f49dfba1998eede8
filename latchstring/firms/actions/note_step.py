"""A step of setting the firm up is done, or left for later."""

from django.db import transaction

from latchstring.firms.models import Firm
from latchstring.firms.set_up import FIRST, STEPS
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def note_step(actor: Actor, step: str, *, skipped: bool = False) -> Firm:
    """What is done stays done. No event: what a step changes is recorded where it changes."""
    actor.require(Action.FIRM_EDIT)
    firm = Firm.objects.select_for_update().get(pk=actor.firm_id)
    if step in STEPS and step != FIRST and not firm.set_up.get(step):
        firm.set_up = firm.set_up | {step: None if skipped else clock.now().isoformat()}
        firm.save(update_fields=["set_up"])
    return firm
