"""The clients of a firm, the people behind them, and who on the team looks after whom."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel import clock
from latchstring.kernel.models import Owned
from latchstring.policy.actor import Actor


class Client(Owned):
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


class Contact(Owned):
    """A person of a client. ``address`` is the normalised email, empty where there is none; ``relation`` is
    what they are to the client, like “Spouse or partner”."""

    assigned_to = "client__assignments__member_id"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200)
    first_name = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    relation = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        indexes: ClassVar[list[Any]] = [models.Index("firm", "address", name="contact_by_address")]

    def __str__(self) -> str:
        return self.name


class Tag(Owned):
    name = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint("firm", "name", name="tag_once_per_firm")]

    def __str__(self) -> str:
        return self.name


class Assignment(Owned):
    """This team member looks after this client, and so can see it."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="assignments")
    member_id = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("client", "member_id", name="assigned_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index("member_id", "client", name="assigned_to")]


class Link(Owned):
    """Two client records of people who belong together, as seen from ``client``; there is one for each side."""

    assigned_to = "client__assignments__member_id"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    relation = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("client", "other", name="linked_once"),
        ]


class Note(Owned):
    """What the team writes down about a client, for the team alone."""

    assigned_to = "client__assignments__member_id"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes")
    member_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    edited_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("client", "id", condition=Q(deleted_at=None), name="note_of_client"),
        ]


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


class SearchText(models.Model):
    """What a client is found by, in a table of its own so that other writes stay cheap."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="search")
    text = models.TextField()


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


class Counts(models.Model):
    """The figures of a firm, kept as things happen and never counted per page view."""

    firm: Any = models.OneToOneField("firms.Firm", primary_key=True, on_delete=models.CASCADE, related_name="+")
    clients = models.PositiveIntegerField(default=0)
    clients_without = models.PositiveIntegerField(default=0)
    clients_reachable = models.PositiveIntegerField(default=0)
    clients_accepted = models.PositiveIntegerField(default=0)
    clients_recent = models.PositiveIntegerField(default=0)
    people_pending = models.PositiveIntegerField(default=0)
    people_active = models.PositiveIntegerField(default=0)
    recording_since = models.DateTimeField(default=clock.now)

    @property
    def people(self) -> int:
        return self.people_pending + self.people_active

    @property
    def clients_with(self) -> int:
        return self.clients - self.clients_without
