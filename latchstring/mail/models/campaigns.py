"""Many emails sent as one, and how fast they may leave."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel import clock
from latchstring.kernel.models import Owned


class Campaign(Owned):
    """Many messages sent as one; it can be held back, paused and cancelled as one."""

    starts_at = models.DateTimeField(default=clock.now)
    opened_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("starts_at", condition=Q(finished_at=None, cancelled_at=None), name="campaign_running"),
        ]


class Pace(Owned):
    """Where a firm sends so many emails a minute: when the next may leave, for all workers."""

    firm: Any = models.OneToOneField("firms.Firm", on_delete=models.CASCADE, related_name="+")
    next_at = models.DateTimeField(default=clock.now)


class DomainPace(models.Model):
    """The same for a recipient's domain; ``tail_at`` is when the last of those who wait for it may leave."""

    domain = models.CharField(primary_key=True, max_length=253)
    next_at = models.DateTimeField(default=clock.now)
    tail_at = models.DateTimeField(default=clock.now)


class Outage(models.Model):
    """The mail server can't be reached. One row while that lasts; nothing is tried before ``next_try_at``."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    since = models.DateTimeField(default=clock.now)
    next_try_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=500)


class LastLook(models.Model):
    """When a worker last looked at what is due. One row: where that is in the future, the clock was set back."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField(default=clock.now)
