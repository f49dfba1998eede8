"""Reminders of invites that wait: the firm's schedule, what is due for each invite, and clients that get none."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel import clock
from latchstring.kernel.models import Owned


def _at_first() -> list[dict[str, Any]]:
    return [{"day": day, "text": ""} for day in (3, 10, 20)]


class ReminderPlan(Owned):
    """``steps`` are days after the invite left, each with its own message; none means no reminders.

    Invites written before ``planned_until`` have their first reminder planned.
    """

    firm: Any = models.OneToOneField("firms.Firm", on_delete=models.CASCADE, related_name="+")
    steps: Any = models.JSONField(default=_at_first)
    planned_until = models.DateTimeField(default=clock.now)


class Reminder(Owned):
    """One step for one invite. ``done_at`` without a ``message`` is one that was not wanted any more."""

    invite = models.ForeignKey("portals.Invite", on_delete=models.CASCADE, related_name="reminders", db_index=False)
    day = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    message = models.OneToOneField("mail.Message", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("invite", "day", name="reminder_once_per_step"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("due_at", "id", condition=Q(done_at=None), name="reminder_due"),
        ]


class ReminderPause(Owned):
    """While this row is there, nobody of this client is reminded."""

    assigned_to = "client__assignments__member_id"

    client: Any = models.OneToOneField("clients.Client", on_delete=models.CASCADE, related_name="reminder_pause")
    paused_by = models.UUIDField(null=True)
