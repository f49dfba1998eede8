"""Every email is a row first. Its text is a letter, composed once and filled in per person."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel import clock
from latchstring.kernel.models import Listed, Owned


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


class AddressState(Owned):
    """What a firm knows of an address; no row means that nothing ever came back."""

    address = models.CharField(max_length=254)
    inactive_since = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "address", name="address_once_per_firm"),
        ]


class Letter(Owned):
    """Subject, text and HTML with fields in double braces; equal letters of a firm share a row."""

    kind = models.CharField(max_length=30)
    digest = models.BinaryField(max_length=32)
    from_name = models.CharField(max_length=200)
    from_address = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "digest", name="letter_once_per_firm"),
        ]


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


class Pace(Owned):
    """Where a firm sends so many emails a minute: when the next may leave, for all workers."""

    firm: Any = models.OneToOneField("firms.Firm", on_delete=models.CASCADE, related_name="+")
    next_at = models.DateTimeField(default=clock.now)


class Outage(models.Model):
    """The mail server can't be reached. One row while that lasts; nothing is tried before ``next_try_at``."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    since = models.DateTimeField(default=clock.now)
    next_try_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=500)


class Template(Owned):
    """A saved message: firm-wide, or one team member's own where ``owner_id`` is set."""

    kind = models.CharField(max_length=30)
    owner_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=80)
    body = models.TextField()
    times_used = models.PositiveIntegerField(default=0)
