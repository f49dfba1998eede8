"""Uploads under way."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.files.models.document import Document, Folder
from latchstring.files.models.keys import FirmKey
from latchstring.kernel.models import Owned
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


class Upload(Owned):
    """An upload under way, by the tus protocol: ``offset`` bytes of ``length`` are stored at ``place``.

    ``parts`` is the storage's own note of them; the last ``tail`` bytes, too few for a part, lie apart.
    ``writer`` may add to them now. ``finished_as`` is set exactly when ``offset`` is ``length``.
    """

    assigned_to = "client__assignments__member_id"

    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="uploads")
    folder = models.ForeignKey(Folder, null=True, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, null=True, on_delete=models.CASCADE, related_name="+")
    user_id = models.UUIDField()
    side = models.CharField(max_length=10)
    name = models.CharField(max_length=255)
    key = models.ForeignKey(FirmKey, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=200)
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    parts: Any = models.JSONField(default=dict)
    tail = models.PositiveIntegerField(default=0)
    content_type = models.CharField(max_length=100, blank=True)
    writer = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    finished_as = models.ForeignKey(Document, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index("expires_at", name="upload_by_expiry")]

    @classmethod
    def shown_to_client(cls, actor: Actor) -> Q | None:
        return Q(client__in=actor.clients_for(Action.FILES_VIEW) or (), user_id=actor.user_id, side=actor.kind)
