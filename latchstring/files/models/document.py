"""Folders, and the documents in them as people know them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.files.models.scan import OFFERED
from latchstring.kernel import clock
from latchstring.kernel.models import Owned
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


class Folder(Owned):
    """A folder of one client; clients see those that hold something shown to them."""

    assigned_to = "client__assignments__member_id"

    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="folders")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="folders")
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "client", "parent", "sort_name", condition=Q(deleted_at=None), name="folder_once_in_folder"
            ),
            models.UniqueConstraint(
                "client", "sort_name", condition=Q(deleted_at=None, parent=None), name="folder_once_on_top"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("deleted_at", condition=Q(deleted_at__isnull=False), name="folder_binned"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def shown_to_client(cls, actor: Actor) -> Q | None:
        """Folders on the way to a document that is shown."""
        held = Document.objects.visible_to(actor).exclude(folder=None).order_by().values_list("folder_id", flat=True)
        rows = cls.objects.filter(client__in=actor.clients_for(Action.FILES_VIEW) or (), deleted_at=None)
        parents = dict(rows.values_list("pk", "parent_id"))
        shown: set[Any] = set()
        step = set(held)
        while step := {folder for folder in step if folder in parents} - shown:
            shown |= step
            step = {parents[folder] for folder in step}
        return Q(pk__in=shown, deleted_at=None)


class Document(Owned):
    """A file as people know it; its bytes are those of ``current``.

    ``shared_at`` makes it visible to the client; what a client sends is visible to them from the start,
    and stays in the File inbox until ``reviewed_at``.
    """

    assigned_to = "client__assignments__member_id"

    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="documents")
    folder = models.ForeignKey(Folder, null=True, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=255)
    sort_name = models.CharField(max_length=255)
    current: Any = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    member_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    added_by = models.CharField(max_length=200)
    shared_at = models.DateTimeField(null=True)
    shared_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("client", "folder", "sort_name", "id", condition=Q(deleted_at=None), name="document_listed"),
            models.Index(
                "client", "shared_at", condition=Q(deleted_at=None, shared_at__isnull=False), name="document_shown"
            ),
            models.Index(
                "firm",
                "created_at",
                "id",
                condition=Q(person_id__isnull=False, reviewed_at=None, deleted_at=None),
                name="document_inbox",
            ),
            models.Index("deleted_at", condition=Q(deleted_at__isnull=False), name="document_binned"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def shown_to_client(cls, actor: Actor) -> Q | None:
        """What is shared and was found clean, and what they sent themselves."""
        offered = Q(shared_at__isnull=False, current__scan__in=OFFERED)
        mine = Q(person_id__isnull=False, person_id=actor.person_id)
        clients = actor.clients_for(Action.FILES_VIEW) or ()
        return Q(client__in=clients, client__inactive_at=None, deleted_at=None) & (offered | mine)
