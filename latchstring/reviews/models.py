"""A review, one line for each access that there was when it began, and the evidence that it leaves."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel.models import Listed, Owned


class Decision(models.TextChoices):
    KEEP = "keep", "Keep"
    REMOVE = "remove", "Remove"
    LATER = "later", "Ask later"


class Review(Owned):
    """Proposed, by the worker perhaps; begun, which writes its lines; completed, which removes and leaves evidence."""

    started_at = models.DateTimeField(null=True)
    started_by = models.CharField(max_length=200, blank=True)
    completed_at = models.DateTimeField(null=True)
    completed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", condition=Q(completed_at=None), name="one_review_at_a_time"),
        ]


class Line(Listed):
    """One access as it was when the review began, and what was decided. ``ended`` where it was gone by the end."""

    assigned_to = "client__assignments__member_id"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="lines", db_index=False)
    client = models.ForeignKey("clients.Client", on_delete=models.PROTECT, related_name="+")
    access = models.ForeignKey("portals.Access", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    client_name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=400)
    scope = models.CharField(max_length=20)
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    last_login_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    ended = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("review", "access", name="reviewed_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("review", "decision", "sort_name", "id", name="review_line_by_decision"),
            models.Index("review", "sort_name", "id", name="review_line_by_name"),
        ]


class Evidence(Owned):
    """``data`` is the JSON that the PDF shows and carries; ``digest`` its SHA-256 in hexadecimal."""

    review: Any = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="evidence")
    data = models.TextField()
    digest = models.CharField(max_length=64)
    pdf = models.BinaryField()
