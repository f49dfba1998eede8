"""A person known to a firm, and what the Manager lists of them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from latchstring.kernel import clock
from latchstring.kernel.models import Listed, Owned, OwnedQuerySet
from latchstring.policy.actor import Actor, Kind
from latchstring.portals.models.access import Access
from latchstring.portals.models.standing import Standing


class Phase(models.IntegerChoices):
    """Where a person stands, without the clock: what the Manager's lists are cut by."""

    PENDING = 1
    ACTIVE = 2
    REMOVED = 3


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

    Who shares the mailbox of somebody else is a person of their own, with the next ``place`` at this address: one
    login, which says after logging in who is there. ``pin`` is a hash, ``pin_tries`` the wrong ones since a right one;
    ``passkeys`` are as `portals.passkeys` says.
    From the hour ``quiet_from`` to ``quiet_until``, by their clock, no news is emailed to them.
    ``warned_at`` is when they last heard that they would be suspended for not logging in, ``woken_at`` when the firm
    last let them in again.
    ``not_delivered_reason`` says why their newest invite did not arrive, though the address may be right.
    ``status_order`` follows the status for sorting only; what is shown is always derived anew.
    """

    user = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="people", db_index=False
    )
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    address = models.CharField(max_length=254)
    time_zone = models.CharField(max_length=60, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    pin = models.CharField(max_length=128, blank=True)
    pin_tries = models.PositiveSmallIntegerField(default=0)
    passkeys: Any = models.JSONField(default=list)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12, blank=True)
    emails_off: Any = models.JSONField(default=list)
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)
    email_inactive_at = models.DateTimeField(null=True)
    email_inactive_reason = models.CharField(max_length=300, blank=True)
    not_delivered_reason = models.CharField(max_length=300, blank=True)
    phase = models.PositiveSmallIntegerField(choices=Phase.choices, default=Phase.PENDING)
    status_order = models.PositiveSmallIntegerField(default=0)
    sort_name = models.CharField(max_length=200)
    first_client = models.CharField(max_length=200, blank=True)
    client_count = models.PositiveIntegerField(default=0)
    invited_at = models.DateTimeField(default=clock.now)
    last_login_at = models.DateTimeField(null=True)
    web_sessions = models.PositiveIntegerField(default=0)
    warned_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    woken_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = PortalUserQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "address", "place", name="person_once_per_firm"),
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

    @property
    def is_locked(self) -> bool:
        """Whether the others of the login are kept out by a PIN or a passkey."""
        return bool(self.pin or self.passkeys)


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
