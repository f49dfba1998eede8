"""The bytes of a document, and bytes that nothing needs any more."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.files.models.document import Document
from latchstring.files.models.keys import FirmKey
from latchstring.files.models.scan import Scan
from latchstring.kernel.models import Owned
from latchstring.policy.actor import Actor


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


class Leftover(Owned):
    """Bytes at a place that nothing will need once ``due_at`` has come."""

    place = models.CharField(max_length=200)
    due_at = models.DateTimeField()
