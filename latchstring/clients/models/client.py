"""A client, and the tags it is found by."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel.models import Listed, Owned
from latchstring.policy.actor import Actor


class Client(Listed):
    """``portal_people``, ``accepted_people`` and ``reachable_contacts`` are kept counts:
    people with access, people who came in, contacts whose email is there and active.
    ``inactive_at`` is when it was archived; ``renamed_at`` stays until the copies of its name have followed."""

    assigned_to = "assignments__member_id"

    number = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    fiscal_year_end = models.CharField(max_length=10, blank=True)
    inactive_at = models.DateTimeField(null=True)
    renamed_at = models.DateTimeField(null=True)
    responsible = models.ForeignKey(
        "accounts.TeamMember", null=True, on_delete=models.SET_NULL, related_name="responsible_for"
    )
    tags: Any = models.ManyToManyField("Tag", related_name="clients")
    portal_people = models.PositiveIntegerField(default=0)
    accepted_people = models.PositiveIntegerField(default=0)
    reachable_contacts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "number", condition=~Q(number=""), name="client_number_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("firm", "sort_name", "id", name="client_by_name"),
            models.Index("firm", "number", "id", name="client_by_number"),
            models.Index("firm", "kind", "id", name="client_by_kind"),
            models.Index("firm", "created_at", "id", name="client_by_added"),
            models.Index("firm", "portal_people", "id", name="client_by_portal"),
            models.Index("firm", "sort_name", "id", condition=Q(inactive_at__isnull=False), name="client_archived"),
            models.Index("id", condition=Q(renamed_at__isnull=False), name="client_renamed"),
            models.Index(
                "firm", "sort_name", "id", condition=Q(portal_people=0, inactive_at=None), name="client_without_portal"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def shown_to_client(cls, actor: Actor) -> Q | None:
        return Q(pk__in=actor.client_ids or (), inactive_at=None)


class Tag(Owned):
    name = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint("firm", "name", name="tag_once_per_firm")]

    def __str__(self) -> str:
        return self.name


class SearchText(models.Model):
    """What a client is found by, in a table of its own so that other writes stay cheap."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="search")
    text = models.TextField()
