"""Where our own sending is at fault: each email that was refused for it, and the alert that they made."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel import clock
from latchstring.kernel.models import Owned
from latchstring.mail.models.campaigns import Campaign
from latchstring.mail.models.messages import Message


class Fault(Owned):
    """One email that was refused for what we are or how we send; ``left_at`` is when it was handed over."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="fault")
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    left_at = models.DateTimeField(default=clock.now)
    reason = models.CharField(max_length=300)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("firm", "campaign", "left_at", name="fault_in_order"),
        ]


class Alert(Owned):
    """Our fault repeats: its campaign is paused, and the firm is told until somebody has answered."""

    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.CASCADE, related_name="alerts")
    reason = models.CharField(max_length=300)
    detail = models.CharField(max_length=500, blank=True)
    told_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("campaign", condition=Q(answered_at=None), name="alert_open_once"),
            models.UniqueConstraint(
                "firm", condition=Q(answered_at=None, campaign=None), name="alert_of_singles_open_once"
            ),
        ]
