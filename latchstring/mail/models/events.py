"""What came back about an email, from a provider, by email or in our own session."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel import clock
from latchstring.kernel.models import Listed
from latchstring.mail.models.messages import Message


class MailEvent(Listed):
    """One thing that happened to one email, once. Where ``why`` is set it changed nothing and is shown as a stray.

    ``firm`` is unknown where no email of ours was named. It waits while ``applied_at`` is none.
    """

    firm: Any = models.ForeignKey("firms.Firm", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="events")
    key = models.BinaryField(max_length=32, unique=True)
    source = models.CharField(max_length=10)
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=20)
    rule = models.CharField(max_length=150, blank=True)
    address = models.CharField(max_length=254, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    happened_at = models.DateTimeField(default=clock.now)
    applied_at = models.DateTimeField(null=True)
    came_from = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    excerpt = models.TextField(blank=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("id", condition=Q(applied_at=None), name="event_waiting"),
            models.Index("firm", "id", condition=~Q(why=""), name="event_stray"),
            models.Index("firm", "address", "happened_at", condition=Q(reason="mailbox-full"), name="event_full"),
        ]
