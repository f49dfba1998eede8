"""One change to many clients."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel.models import Owned

GOING_ON = Q(finished_at=None, undo_asked_at=None) | Q(undo_asked_at__isnull=False, undone_at=None)


class BulkChange(Owned):
    """One change to many clients, made and taken back in parts. ``what`` is its value and ``chosen`` says for whom;
    of those ``selected`` at first it has ``seen`` some, up to ``cursor``, and ``changed`` some of them."""

    member_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=100, blank=True)
    what: Any = models.JSONField(default=dict)
    chosen: Any = models.JSONField(default=dict)
    cursor = models.UUIDField(null=True)
    selected = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    taken_back = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    undo_asked_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    stopped = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("id", condition=GOING_ON, name="bulk_change_open"),
        ]


class BulkPart(Owned):
    """What a change did to some clients: ``rows`` are (client, what undoing it takes)."""

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="parts")
    rows: Any = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
