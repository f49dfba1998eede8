"""The firm's schedule of reminders: what it may be, who sets it, and what follows when it changes."""

import pytest

from latchstring.policy.actor import Refused
from latchstring.portals.actions.remind_due import remind_due
from latchstring.portals.actions.set_reminders import BadStep, set_reminders
from latchstring.portals.models import Reminder
from latchstring.portals.reminding import Step, plan_of
from tests.cast import Cast
from tests.portals.people import BOB, invited
from tests.portals.reminder_kit import At, morning


def test_the_schedule_is_planned_anew_and_nobody_hears_twice(cast: Cast, at: At) -> None:
    invited(cast.owner, cast.acme)
    at(morning(3))
    remind_due()
    set_reminders(cast.owner, [Step(2), Step(3), Step(7)])
    for day in range(4, 30):
        at(morning(day))
        remind_due()
    assert list(Reminder.objects.exclude(message=None).order_by("day").values_list("day", flat=True)) == [3, 7]
    set_reminders(cast.owner, [])
    invited(cast.owner, cast.beta, BOB)
    for day in range(30, 60):
        at(morning(day))
        assert remind_due() == 0


@pytest.mark.parametrize(
    ("steps", "place", "sentence"),
    [
        ([Step(0)], 0, "from 1 to 29"),
        ([Step(3), Step(30)], 1, "open for 30 days"),
        ([Step(3), Step(3)], 1, "there already"),
        ([Step(3, "{Password}")], 0, "is not a field"),
    ],
)
def test_a_wrong_step_is_a_sentence(cast: Cast, steps: list[Step], place: int, sentence: str) -> None:
    with pytest.raises(BadStep, match=sentence) as raised:
        set_reminders(cast.owner, steps)
    assert raised.value.place == place
    assert [step["day"] for step in plan_of(cast.firm.pk).steps] == [3, 10, 20]


def test_only_who_may_change_the_firm_sets_them(cast: Cast) -> None:
    for actor in (cast.staff, cast.viewer):
        with pytest.raises(Refused):
            set_reminders(actor, [])
