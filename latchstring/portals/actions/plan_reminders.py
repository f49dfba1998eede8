"""The worker's verb: note the first reminder of every invite that is new."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.ids import first_at
from latchstring.portals.models import Invite, Reminder, ReminderPlan
from latchstring.portals.reminding import Step, due_at, first_after, plan_of, steps_of, zone_of

CHUNK = 1_000
SETTLED = timedelta(minutes=10)
"""Invites of one moment are written by several workers; what is older than this is all there."""


def plan_reminders() -> int:
    """How many were noted. Safe to run twice, late, or by two workers."""
    noted = 0
    for firm in Firm.objects.all():
        plan_of(firm.pk)
        while found := _plan(firm):
            noted += found
    return noted


@transaction.atomic
def _plan(firm: Firm) -> int:
    """The next invites of this firm that are settled; 0 once each of them has been looked at."""
    plan = ReminderPlan.objects.select_for_update().get(firm=firm)
    until = clock.now() - SETTLED
    steps = steps_of(plan)
    invites = _new(firm, plan.planned_until, until) if steps else []
    done = _done([invite.pk for invite in invites])
    rows = [row for invite in invites if (row := _first(firm, steps, invite, done.get(invite.pk, 0)))]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    if len(invites) < CHUNK or not rows:
        plan.planned_until = max(plan.planned_until, until)
        plan.save(update_fields=["planned_until"])
    return len(rows)


def _new(firm: Firm, since: datetime, until: datetime) -> Sequence[Any]:
    open_ones = Invite.objects.filter(firm=firm, accepted_at=None, superseded_at=None, revoked_at=None)
    rows = open_ones.filter(pk__gte=first_at(since), pk__lt=first_at(until), expires_at__gt=clock.now())
    planned = Reminder.objects.filter(invite=OuterRef("pk"), done_at=None)
    return list(rows.filter(~Exists(planned)).select_related("person").order_by("pk")[:CHUNK])


def _done(invite_ids: Sequence[UUID]) -> dict[UUID, int]:
    rows = Reminder.objects.filter(invite__in=invite_ids, done_at__isnull=False)
    return dict(rows.values_list("invite").annotate(Max("day")))


def _first(firm: Firm, steps: Sequence[Step], invite: Any, day: int) -> Reminder | None:
    step = first_after(steps, day)
    if step is None:
        return None
    moment = due_at(invite.created_at, step.day, zone_of(invite.person.time_zone, firm))
    return Reminder(firm_id=invite.firm_id, invite=invite, day=step.day, due_at=moment)
