"""Who has been let in: the person, the access to each client, and every invite that was sent."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from latchstring.kernel import clock
from latchstring.kernel.models import Listed, Owned, OwnedQuerySet
from latchstring.policy.actor import Actor, Kind
from latchstring.policy.scopes import SCOPE_NAMES, Scope
from latchstring.portals.reminder_rows import Reminder, ReminderPause, ReminderPlan

__all__ = [
    "Access",
    "Invite",
    "InviteBatch",
    "Phase",
    "PortalUser",
    "Reminder",
    "ReminderPause",
    "ReminderPlan",
    "SearchText",
    "Skip",
    "WebSession",
    "live",
]


class Phase(models.IntegerChoices):
    """Where a person stands, without the clock: what the Manager's lists are cut by."""

    PENDING = 1
    ACTIVE = 2
    REMOVED = 3


class Standing(models.Model):
    """The moments from which a status is derived (see ``portals.status``); of ends, the midnight after the last day."""

    queued_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class PortalUserQuerySet(OwnedQuerySet):
    def visible_to(self, actor: Actor) -> Any:
        """A person is visible to scoped staff through any access to a client of theirs."""
        rows = self.filter(firm_id=actor.firm_id)
        if actor.kind is Kind.CLIENT:
            return rows.filter(pk=actor.person_id)
        if actor.client_ids is None:
            return rows
        mine = Access.objects.visible_to(actor).filter(person=models.OuterRef("pk"))
        return rows.filter(models.Exists(mine))


class PortalUser(Listed, Standing):
    """A person known to a firm by one address. The lower half is what the Manager lists and sorts.

    From the hour ``quiet_from`` to ``quiet_until``, by their clock, no news is emailed to them.
    ``status_order`` follows the status for sorting only; what is shown is always derived anew.
    """

    user = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="people", db_index=False
    )
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    address = models.CharField(max_length=254)
    time_zone = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12, blank=True)
    emails_off: Any = models.JSONField(default=list)
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)
    email_inactive_at = models.DateTimeField(null=True)
    email_inactive_reason = models.CharField(max_length=300, blank=True)
    phase = models.PositiveSmallIntegerField(choices=Phase.choices, default=Phase.PENDING)
    status_order = models.PositiveSmallIntegerField(default=0)
    sort_name = models.CharField(max_length=200)
    first_client = models.CharField(max_length=200, blank=True)
    client_count = models.PositiveIntegerField(default=0)
    invited_at = models.DateTimeField(default=clock.now)
    last_login_at = models.DateTimeField(null=True)
    web_sessions = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = PortalUserQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "address", name="person_once_per_firm"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("user", name="person_of_user"),
            models.Index("firm", "phase", "sort_name", "id", name="person_by_name"),
            models.Index("firm", "phase", "first_client", "id", name="person_by_client"),
            models.Index("firm", "phase", "status_order", "id", name="person_by_status"),
            models.Index("firm", "phase", "invited_at", "id", name="person_by_invited"),
            models.Index("firm", "phase", "last_login_at", "id", name="person_by_login"),
            models.Index("firm", "phase", "web_sessions", "id", name="person_by_sessions"),
            models.Index("firm", "phase", "email_inactive_at", "id", name="person_by_inactive"),
            models.Index("firm", "expires_at", "id", condition=Q(phase=Phase.PENDING), name="person_by_expiry"),
            models.Index("expires_at", condition=Q(phase=Phase.PENDING, status_order__lt=4), name="person_expiring"),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class InviteBatch(Owned):
    """One press of Send. ``selection`` is a filter or a compact list, evaluated when it runs.

    ``selected`` counts the people opened so far; ``cursor`` is the last row that was opened.
    """

    campaign = models.OneToOneField("mail.Campaign", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, default="invite")
    member_id = models.UUIDField(null=True)
    selection = models.JSONField()
    message = models.TextField(blank=True)
    template_name = models.CharField(max_length=80, blank=True)
    who = models.CharField(max_length=10, default="primary")
    request_key = models.CharField(max_length=64)
    selected = models.PositiveIntegerField(default=0)
    cursor = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "request_key", name="batch_once_per_form"),
        ]


class Skip(Owned):
    """Somebody a batch passed over, and why."""

    assigned_to = "client__assignments__member_id"

    batch = models.ForeignKey(InviteBatch, on_delete=models.PROTECT, related_name="skips")
    client = models.ForeignKey("clients.Client", null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(PortalUser, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    reason = models.CharField(max_length=30)
    detail = models.CharField(max_length=200, blank=True)


class Invite(Listed):
    """One send to one person; the newest one counts. ``opened_at``: a button behind its link was pressed first."""

    person = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="invites", db_index=False)
    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="+")
    batch = models.ForeignKey(InviteBatch, null=True, on_delete=models.PROTECT, related_name="invites")
    message = models.OneToOneField("mail.Message", on_delete=models.PROTECT, related_name="+")
    member_id = models.UUIDField(null=True)
    inviter_name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=254)
    note = models.TextField(blank=True)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("person", "id", name="invite_newest"),
            models.Index("firm", "member_id", "created_at", name="invite_by_member"),
        ]


def live() -> Q:
    """Access that is neither removed nor over at this moment: the one meaning of having access."""
    return Q(removed_at=None) & (Q(ends_at=None) | Q(ends_at__gt=clock.now()))


class AccessQuerySet(OwnedQuerySet):
    def live(self) -> Self:
        """Accepted, or still waiting to be."""
        return self.filter(live())

    def open(self) -> Self:
        """What can be reached now."""
        return self.live().filter(accepted_at__isnull=False, client__inactive_at=None)

    def over(self) -> Self:
        return self.exclude(live())


class Access(Listed, Standing):
    """This person may see this client record, once accepted and until removed or over, as far as the scope goes."""

    assigned_to = "client__assignments__member_id"

    person = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="accesses", db_index=False)
    client = models.ForeignKey("clients.Client", on_delete=models.CASCADE, related_name="accesses")
    granted_at = models.DateTimeField(default=clock.now)
    granted_by = models.UUIDField(null=True)
    removed_by = models.UUIDField(null=True)
    scope = models.CharField(max_length=20, choices=[*SCOPE_NAMES.items()], default=Scope.EVERYTHING)

    objects: ClassVar[Any] = AccessQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("person", "client", name="access_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index("ends_at", condition=Q(removed_at=None, ends_at__isnull=False), name="access_ending"),
        ]

    @property
    def has_ended(self) -> bool:
        """Whether its end came, and not a removal before it."""
        if self.ends_at is None or self.ends_at > clock.now():
            return False
        return self.removed_at is None or self.removed_at >= self.ends_at

    @classmethod
    def shown_to_client(cls, actor: Actor) -> Q | None:
        return live() & Q(person_id=actor.person_id, accepted_at__isnull=False, client__inactive_at=None)


class WebSession(Owned):
    """One real login of a person at a firm. ``session_key`` is the session that ends with the access."""

    person = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40)
    last_seen_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("person", condition=Q(ended_at=None), name="session_open"),
        ]


class SearchText(models.Model):
    """What a person is found by, in a table of its own so that other writes stay cheap."""

    person = models.OneToOneField(PortalUser, on_delete=models.CASCADE, related_name="search")
    text = models.TextField()
