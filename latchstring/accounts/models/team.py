"""What a login is at a firm: a member of the team with a role."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Lower

from latchstring.accounts.models.logins import User
from latchstring.kernel.models import Owned
from latchstring.policy.actions import Action
from latchstring.policy.licences import Licence, known
from latchstring.policy.roles import ALLOWED, ROLE_NAMES, SEES_ALL_CLIENTS, Role


class PermissionSet(Owned):
    """A role that the firm has copied and changed."""

    name = models.CharField(max_length=60)
    actions: Any = models.JSONField(default=list)
    all_clients = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", Lower("name"), name="permission_set_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def allowed(self) -> frozenset[Action]:
        return frozenset(action for action in Action if action in self.actions)


class TeamMember(Owned):
    """``user`` is null until an invited person has joined; till then ``address`` is where the invite goes.

    ``seats`` names the licences this member may use, as far as the firm has them on. ``subject`` is who they are to
    the firm's OpenID Connect provider, from their first login by it on.
    """

    user: Any = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="memberships")
    address = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=20, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    permission_set = models.ForeignKey(PermissionSet, null=True, on_delete=models.PROTECT, related_name="members")
    seats: Any = models.JSONField(default=list)
    subject = models.CharField(max_length=255, blank=True)
    deactivated_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("firm", "user", name="member_once_per_firm"),
            models.UniqueConstraint("firm", "subject", condition=~models.Q(subject=""), name="subject_once_per_firm"),
            models.UniqueConstraint("firm", "address", condition=models.Q(user=None), name="invited_once_per_firm"),
            models.UniqueConstraint(
                "firm", condition=models.Q(role="owner", deactivated_at=None), name="one_owner_per_firm"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def email(self) -> str:
        return self.user.email if self.user else self.address

    @property
    def allowed(self) -> frozenset[Action]:
        return self.permission_set.allowed if self.permission_set else ALLOWED[Role(self.role)]

    @property
    def sees_all_clients(self) -> bool:
        return self.permission_set.all_clients if self.permission_set else self.role in SEES_ALL_CLIENTS

    @property
    def licences(self) -> frozenset[Licence]:
        """What the firm has on and this member has a seat for."""
        return known(self.seats) & self.firm.licences


class TeamInvite(Owned):
    """One send of a link to somebody who is to join the team. The newest one of a member counts."""

    member = models.ForeignKey(TeamMember, on_delete=models.CASCADE, related_name="invites")
    message = models.OneToOneField("mail.Message", on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=254)
    inviter_id = models.UUIDField(null=True)
    inviter_name = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index("member", "id", name="team_invite_newest")]
