"""One email to one address, its states, and the link it carried."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel import clock
from latchstring.kernel.models import Listed, Owned
from latchstring.mail.models.campaigns import Campaign
from latchstring.mail.models.letters import Letter


class State(models.TextChoices):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    DEFERRED = "deferred"
    FAILED = "failed"
    INACTIVE = "inactive"
    COMPLAINED = "complained"
    WITHHELD = "withheld"
    CANCELLED = "cancelled"


WAITING = (State.QUEUED, State.DEFERRED)


class Message(Listed):
    """One email to one address. ``fields`` fills the letter; the link is minted when it leaves."""

    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="messages", db_index=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=30)
    to_name = models.CharField(max_length=200, blank=True)
    to_address = models.CharField(max_length=254)
    fields = models.JSONField(default=dict)
    link_purpose = models.CharField(max_length=20, blank=True)
    link_subject = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=300, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    due_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    settled = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("campaign", "due_at", "id", condition=Q(state__in=WAITING), name="message_waiting"),
            models.Index("leased_until", condition=Q(state=State.SENDING), name="message_leased"),
            models.Index("campaign", "state", name="message_by_outcome"),
            models.Index("firm", "id", name="message_newest"),
            models.Index("firm", "to_address", "id", name="message_to_address"),
            models.Index("link_subject", name="message_of_subject"),
            models.Index(
                "id", condition=Q(settled=False) & ~Q(state__in=[*WAITING, State.SENDING]), name="message_unsettled"
            ),
        ]


class MailLink(Owned):
    """A minted link: only the SHA-256 of its token, bound to firm, address, purpose and subject."""

    digest = models.BinaryField(max_length=32, unique=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="links")
    address = models.CharField(max_length=254)
    purpose = models.CharField(max_length=20)
    subject = models.UUIDField()
