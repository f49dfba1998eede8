"""Set when invites that wait are followed by reminders, and what each of them says."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import message
from latchstring.portals.models import Reminder, ReminderPlan
from latchstring.portals.refusals import BadMessage
from latchstring.portals.reminding import MOST_STEPS, Step, plan_of


class BadStep(ValueError):
    """A sentence that says what is wrong; ``place`` is which step, from 0, and ``field`` is day or text."""

    def __init__(self, place: int, field: str, sentence: str) -> None:
        self.place, self.field = place, field
        super().__init__(sentence)


@transaction.atomic
def set_reminders(actor: Actor, steps: Sequence[Step]) -> ReminderPlan:
    """No steps mean no reminders. What has been sent counts; the rest is planned anew. Raises BadStep."""
    actor.require(Action.FIRM_EDIT)
    firm = Firm.objects.get(pk=actor.firm_id)
    plan_of(firm.pk)
    plan: ReminderPlan = ReminderPlan.objects.select_for_update().get(firm=firm)
    wanted = sorted(_clean(firm, steps), key=lambda step: step.day)
    rows = [{"day": step.day, "text": step.text} for step in wanted]
    if rows == plan.steps:
        return plan
    Reminder.objects.filter(firm=firm, done_at=None).delete()
    plan.steps, plan.planned_until = rows, min(plan.planned_until, clock.now() - timedelta(days=firm.invite_days))
    plan.save(update_fields=["steps", "planned_until"])
    days = ", ".join(str(step.day) for step in wanted)
    record(actor, Name.REMINDERS_CHANGED, Entry(subject_id=plan.pk, detail={"days": days}))
    return plan


def _clean(firm: Firm, steps: Sequence[Step]) -> list[Step]:
    clean: list[Step] = []
    for place, step in enumerate(steps[:MOST_STEPS]):
        if not 0 < step.day < firm.invite_days:
            last = firm.invite_days - 1
            raise BadStep(
                place,
                "day",
                _("An invite is open for %(all)s days: enter a day from 1 to %(last)s.")
                % {"all": firm.invite_days, "last": last},
            )
        if step.day in {each.day for each in clean}:
            raise BadStep(place, "day", _("Day %s is there already. Choose another one, or leave it empty.") % step.day)
        try:
            clean.append(Step(step.day, message.check(step.text)))
        except BadMessage as error:
            raise BadStep(place, "text", str(error)) from error
    return clean
