"""Links for people without a portal."""

from typing import Any, ClassVar

from django.db import models

from latchstring.files.models.document import Document
from latchstring.kernel.models import Owned


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
