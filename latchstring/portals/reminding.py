"""When somebody is reminded: on the mornings that the firm has set, by the recipient's own clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.portals.models import ReminderPlan

MORNING, NOON = time(9), time(12)
MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Step:
    day: int
    text: str = ""


def plan_of(firm_id: Any) -> ReminderPlan:
    plan: ReminderPlan = ReminderPlan.objects.get_or_create(firm_id=firm_id)[0]
    return plan


def steps_of(plan: ReminderPlan) -> list[Step]:
    return sorted((Step(step["day"], step["text"]) for step in plan.steps), key=lambda step: step.day)


def zone_of(time_zone: str, firm: Firm) -> ZoneInfo:
    """The recipient's own where they have chosen one, else the firm's."""
    return ZoneInfo(time_zone or firm.time_zone)


def due_at(since: datetime, day: int, zone: ZoneInfo) -> datetime:
    """The morning so many days after a moment, where the recipient is."""
    return datetime.combine(since.astimezone(zone).date() + timedelta(days=day), MORNING, zone)


def is_morning(zone: ZoneInfo) -> bool:
    return MORNING <= clock.now().astimezone(zone).time() < NOON


def next_morning(zone: ZoneInfo) -> datetime:
    """The next one that has not begun yet."""
    today = datetime.combine(clock.now().astimezone(zone).date(), MORNING, zone)
    return today if today > clock.now() else due_at(clock.now(), 1, zone)


def latest_due(steps: Iterable[Step], since: datetime, zone: ZoneInfo) -> Step | None:
    """The last step whose morning has come: whoever was missed is reminded once, not once for each."""
    come = [step for step in steps if due_at(since, step.day, zone) <= clock.now()]
    return come[-1] if come else None


def first_after(steps: Sequence[Step], day: int) -> Step | None:
    return next((step for step in steps if step.day > day), None)
