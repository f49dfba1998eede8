"""Every invite that was sent, and the batches of many."""

from typing import Any, ClassVar

from django.db import models

from latchstring.kernel.models import Listed, Owned
from latchstring.policy.scopes import SCOPE_NAMES, Scope
from latchstring.portals.models.people import PortalUser


class InviteBatch(Owned):
    """One press of Send. ``selection`` is a filter or a compact list, evaluated when it runs.

    ``selected`` counts the people opened so far; ``cursor`` is the last row that was opened. ``scope`` and ``until``
    limit the access that it gives; the last day is where the firm is.
    """

    campaign = models.OneToOneField("mail.Campaign", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, default="invite")
    member_id = models.UUIDField(null=True)
    selection = models.JSONField()
    message = models.TextField(blank=True)
    template_name = models.CharField(max_length=80, blank=True)
    who = models.CharField(max_length=10, default="primary")
    scope = models.CharField(max_length=20, choices=[*SCOPE_NAMES.items()], default=Scope.EVERYTHING)
    until = models.DateField(null=True)
    request_key = models.CharField(max_length=64)
    selected = models.PositiveIntegerField(default=0)
    cursor = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "request_key", name="batch_once_per_form"),
        ]


class Skip(Owned):
    """Somebody a batch passed over, and why."""

    assigned_to = "client__assignments__member_id"

    batch = models.ForeignKey(InviteBatch, on_delete=models.PROTECT, related_name="skips")
    client = models.ForeignKey("clients.Client", null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(PortalUser, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    reason = models.CharField(max_length=30)
    detail = models.CharField(max_length=200, blank=True)


class Invite(Listed):
    """One send to one person; the newest one counts. ``opened_at``: a button behind its link was pressed first."""

    person = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="invites", db_index=False)
    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="+")
    batch = models.ForeignKey(InviteBatch, null=True, on_delete=models.PROTECT, related_name="invites")
    message = models.OneToOneField("mail.Message", on_delete=models.PROTECT, related_name="+")
    member_id = models.UUIDField(null=True)
    inviter_name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=254)
    note = models.TextField(blank=True)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("person", "id", name="invite_newest"),
            models.Index("firm", "member_id", "created_at", name="invite_by_member"),
        ]
