"""Who on the team looks after a client, and what they write down about it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.clients.models.client import Client
from latchstring.kernel.models import Owned


class Assignment(Owned):
    """This team member looks after this client, and so can see it."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="assignments")
    member_id = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("client", "member_id", name="assigned_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index("member_id", "client", name="assigned_to")]


class Note(Owned):
    """What the team writes down about a client, for the team alone."""

    assigned_to = "client__assignments__member_id"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes")
    member_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    edited_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("client", "id", condition=Q(deleted_at=None), name="note_of_client"),
        ]
