"""That somebody has opened a document."""

from typing import Any, ClassVar

from django.db import models

from latchstring.files.models.document import Document
from latchstring.kernel import clock
from latchstring.kernel.models import Owned


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
