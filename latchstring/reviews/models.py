"""A review, a line for each access that there was when it began, and the evidence that it leaves."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel.models import Listed, Owned


class Decision(models.TextChoices):
    KEEP = "keep", "Keep"
    REMOVE = "remove", "Remove"
    LATER = "later", "Ask later"


class Review(Owned):
    """Proposed, by the worker perhaps; begun; gathered, which wrote its lines; closing; completed, with its evidence.

    ``total`` is how many accesses there were when it began, ``gathered`` how many of them are lines, up to ``cursor``.
    ``closing_by`` is the team member in whose name removals are made; ``stopped`` why they were not all made.
    """

    started_at = models.DateTimeField(null=True)
    started_by = models.CharField(max_length=200, blank=True)
    total = models.PositiveIntegerField(default=0)
    gathered = models.PositiveIntegerField(default=0)
    cursor = models.UUIDField(null=True)
    gathered_at = models.DateTimeField(null=True)
    closing_at = models.DateTimeField(null=True)
    closing_by = models.UUIDField(null=True)
    stopped = models.CharField(max_length=300, blank=True)
    completed_at = models.DateTimeField(null=True)
    completed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", condition=Q(completed_at=None), name="one_review_at_a_time"),
        ]

    @property
    def waits(self) -> bool:
        """For the worker, while nobody can decide anything."""
        if self.completed_at or not self.started_at:
            return False
        return self.gathered_at is None or self.closing_at is not None


class Decided(models.Model):
    """What was decided of a line. ``ended`` where it was over before the review was completed."""

    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    ended = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Line(Listed, Decided):
    """One access of a client's person, as it was when the review began."""

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

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("review", "access", name="reviewed_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("review", "decision", "sort_name", "id", name="review_line_by_decision"),
            models.Index("review", "sort_name", "id", name="review_line_by_name"),
        ]


class TeamLine(Owned, Decided):
    """One of the team, invited or joined, as they were when the review began; the member may be gone since.

    ``role``, ``seats`` and ``second_step`` are in words, ``may`` the permissions; ``clients`` names those assigned,
    and is null for who sees all of them.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="team_lines")
    member: Any = models.ForeignKey("accounts.TeamMember", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=150)
    email = models.CharField(max_length=254)
    joined = models.BooleanField()
    owner = models.BooleanField()
    role = models.CharField(max_length=60)
    may: Any = models.JSONField(default=list)
    seats: Any = models.JSONField(default=list)
    clients: Any = models.JSONField(null=True)
    last_login_at = models.DateTimeField(null=True)
    second_step = models.CharField(max_length=60, blank=True)


class Evidence(Owned):
    """``data`` is the JSON that the PDF shows and carries; ``digest`` its SHA-256 in hexadecimal."""

    review: Any = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="evidence")
    data = models.TextField()
    digest = models.CharField(max_length=64)
    pdf = models.BinaryField()
