"""Who a login is on the team's side of the door, built anew on every request."""

from uuid import UUID

from django.apps import apps

from latchstring.accounts.models import TeamMember, User
from latchstring.firms.models import Firm
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, staff_actor
from latchstring.policy.roles import SEES_ALL_CLIENTS, Role


def staff_actor_for(user: User, firm: Firm) -> Actor | None:
    """The team member with every right of this moment, or None for who is not on the team now."""
    members = TeamMember.objects.filter(firm=firm, user=user, user__is_active=True, deactivated_at=None)
    member = members.select_related("permission_set").first()
    return actor_of(member) if member else None


def actor_of(member: TeamMember) -> Actor:
    role, custom = Role(member.role), member.permission_set
    all_clients = custom.all_clients if custom else role in SEES_ALL_CLIENTS
    return staff_actor(
        firm_id=member.firm_id,
        user_id=member.user_id,
        member_id=member.pk,
        name=member.name,
        role=role,
        client_ids=None if all_clients else _assigned(member.pk),
        allowed=frozenset(action for action in Action if action in custom.actions) if custom else None,
    )


def _assigned(member_id: UUID) -> frozenset[UUID]:
    assignments = apps.get_model("clients.Assignment")._default_manager
    return frozenset(assignments.filter(member_id=member_id).values_list("client_id", flat=True))
