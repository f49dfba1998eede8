"""Tries at something that may be tried only so often."""

from typing import Any, ClassVar

from django.db import models

from latchstring.kernel.ids import uuid7


class Try(models.Model):
    """Counts until ``until`` against ``mark``, a digest of what was tried and by which address or network."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mark = models.CharField(max_length=64)
    until = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("mark", "until", name="tries_that_count"),
            models.Index("until", name="tries_that_are_over"),
        ]
