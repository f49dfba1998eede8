"""The files of a client: folders, documents with their versions, uploads under way, links for outsiders."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel import clock
from latchstring.kernel.models import Owned
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


class Scan(models.TextChoices):
    """What the virus scan said of a version. Only CLEAN and UNSCANNED ones are offered."""

    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"


OFFERED = (Scan.CLEAN, Scan.UNSCANNED)


class FirmKey(Owned):
    """The key that a firm's content is encrypted with, wrapped by the installation's master key."""

    wrapped = models.BinaryField()
    master = models.CharField(max_length=16)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", condition=Q(retired_at=None), name="one_key_per_firm"),
        ]


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


class Version(Owned):
    """Bytes that never change. ``size`` and ``sha256`` are of the content as it was uploaded."""

    assigned_to = "document__client__assignments__member_id"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    key = models.ForeignKey(FirmKey, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.BinaryField(max_length=32)
    content_type = models.CharField(max_length=100)
    scan = models.CharField(max_length=10, choices=Scan.choices, default=Scan.WAITING)
    scanned_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=200, blank=True)
    pages = models.PositiveIntegerField(default=0)
    previewed_at = models.DateTimeField(null=True)
    preview_failed = models.CharField(max_length=200, blank=True)
    leased_until = models.DateTimeField(null=True)
    added_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("document", "number", name="version_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("id", condition=Q(scan="waiting"), name="version_to_scan"),
            models.Index("id", condition=Q(previewed_at=None), name="version_to_preview"),
        ]

    @classmethod
    def shown_to_client(cls, actor: Actor) -> Q | None:
        shown = Document.objects.visible_to(actor).values("pk")
        return Q(document__in=shown, document__current=models.F("pk"))


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


class SecureLink(Owned):
    """One document for somebody without a portal. The token is kept as its digest only."""

    assigned_to = "document__client__assignments__member_id"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="links")
    digest = models.BinaryField(max_length=32, unique=True)
    email = models.CharField(max_length=254, blank=True)
    password = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField()
    most = models.PositiveIntegerField(null=True)
    downloads = models.PositiveIntegerField(default=0)
    wrong = models.PositiveSmallIntegerField(default=0)
    code = models.BinaryField(max_length=32, null=True)
    code_expires_at = models.DateTimeField(null=True)
    member_id = models.UUIDField(null=True)
    made_by = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index("firm", "created_at", "id", name="link_listed")]


class Opening(Owned):
    """That a portal user has opened a document: first and last, and how often."""

    assigned_to = "document__client__assignments__member_id"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="openings")
    person_id = models.UUIDField()
    name = models.CharField(max_length=200)
    last_at = models.DateTimeField(default=clock.now)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("document", "person_id", name="opening_once"),
        ]


class Leftover(Owned):
    """Bytes at a place that nothing will need once ``due_at`` has come."""

    place = models.CharField(max_length=200)
    due_at = models.DateTimeField()
