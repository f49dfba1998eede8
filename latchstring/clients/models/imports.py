"""A file of clients that is brought in."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel.models import Owned


class Import(Owned):
    """One file of clients: uploaded, mapped, planned, confirmed, then applied by the worker.

    ``mapping`` is field to column; ``cursor`` counts the lines done in the pass that runs; ``counts`` has every
    line that was applied in one figure; ``plan`` holds the same figures beforehand and the first lines of each.
    """

    member_id = models.UUIDField(null=True)
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=300, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    headers: Any = models.JSONField(default=list)
    sample: Any = models.JSONField(default=list)
    mapping: Any = models.JSONField(default=dict)
    mapped_at = models.DateTimeField(null=True)
    plan: Any = models.JSONField(default=dict)
    planned_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    cursor = models.PositiveIntegerField(default=0)
    counts: Any = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=300, blank=True)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("id", condition=Q(applied_at=None, failed=""), name="import_open"),
            models.Index("id", condition=~Q(path=""), name="import_with_file"),
        ]


class ImportMapping(Owned):
    """Which field each header meant the last time, so that the next file needs no asking."""

    headers_digest = models.BinaryField(max_length=32)
    mapping = models.JSONField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "headers_digest", name="mapping_once_per_firm"),
        ]
