"""One email to one address, its states, and the link it carried."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel import clock
from latchstring.kernel.models import Listed, OwnedQuerySet
from latchstring.mail.models.campaigns import Campaign
from latchstring.mail.models.letters import Letter
from latchstring.policy.actor import Actor, Kind


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
SECRET_FIELDS = frozenset({"code", "url"})
"""What opens a login to whoever reads it: forgotten once the email has left."""
NOT_ARRIVED = (State.FAILED, State.INACTIVE, State.COMPLAINED, State.WITHHELD, State.CANCELLED)


class MessageQuerySet(OwnedQuerySet):
    def visible_to(self, actor: Actor) -> Any:
        """Scoped staff see what was written about their clients, and nothing that is about none."""
        rows = self.filter(firm_id=actor.firm_id)
        if actor.kind is Kind.CLIENT:
            return rows.none()
        return rows if actor.client_ids is None else rows.filter(client_id__in=actor.client_ids)


class Message(Listed):
    """One email to one address. ``fields`` fills the letter; the link is minted when it leaves.

    ``client_id`` is the client that it is about, for those who may see only some of them. ``urgent`` has a
    lane of its own: somebody waits in front of a screen. ``unanswered`` of its attempts may have arrived: the whole
    email was handed over, and no answer came.
    """

    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="messages", db_index=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=30)
    client_id = models.UUIDField(null=True)
    to_name = models.CharField(max_length=200, blank=True)
    to_address = models.CharField(max_length=254)
    fields = models.JSONField(default=dict)
    link_purpose = models.CharField(max_length=20, blank=True)
    link_subject = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=300, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    urgent = models.BooleanField(default=False)
    due_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    unanswered = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    settled = models.BooleanField(default=False)

    objects: ClassVar[Any] = MessageQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("campaign", "due_at", "id", condition=Q(state__in=WAITING), name="message_waiting"),
            models.Index("leased_until", condition=Q(state=State.SENDING), name="message_leased"),
            models.Index("campaign", "state", name="message_by_outcome"),
            models.Index("firm", "id", name="message_newest"),
            models.Index("firm", "to_address", "id", name="message_to_address"),
            models.Index("firm", "kind", "id", name="message_of_kind"),
            models.Index("letter", "id", name="message_of_letter"),
            models.Index("client_id", "id", condition=Q(client_id__isnull=False), name="message_about_client"),
            models.Index("firm", "state", "id", condition=Q(ended_at__isnull=False), name="message_over"),
            models.Index("link_subject", condition=Q(state__in=WAITING), name="message_of_subject"),
            models.Index(
                "id", condition=Q(settled=False) & ~Q(state__in=[*WAITING, State.SENDING]), name="message_unsettled"
            ),
        ]


class MailLink(Listed):
    """A minted link: only the SHA-256 of its token, bound to firm, address, purpose and subject."""

    digest = models.BinaryField(max_length=32, unique=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="links")
    address = models.CharField(max_length=254)
    purpose = models.CharField(max_length=20)
    subject = models.UUIDField()
