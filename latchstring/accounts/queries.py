"""Who a login is on the team's side of the door, built anew on every request."""

from uuid import UUID

from django.db.models import UUIDField

from latchstring.accounts.assigned import Assigned
from latchstring.accounts.models import TeamMember, User
from latchstring.firms.models import Firm
from latchstring.kernel.compiled import Compiled, Slot
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Kind, staff_actor
from latchstring.policy.roles import Role

_MEMBER = Compiled(
    lambda: (
        TeamMember.objects.filter(
            firm=Slot("firm", UUIDField()), user=Slot("user", UUIDField()), user__is_active=True, deactivated_at=None
        )
        .select_related("permission_set")
        .order_by("pk")[:1]
    )
)


def staff_actor_for(user: User, firm: Firm) -> Actor | None:
    """The team member with every right of this moment, or None for who is not on the team now."""
    member = _MEMBER.first(firm=firm.pk, user=user.pk)
    if member is None:
        return None
    member.firm = firm
    return actor_of(member)


def actor_of(member: TeamMember) -> Actor:
    return staff_actor(
        firm_id=member.firm_id,
        user_id=member.user_id,
        member_id=member.pk,
        name=member.name,
        role=Role(member.role),
        client_ids=None if member.sees_all_clients else Assigned(member.pk),
        allowed=member.allowed,
        licences=member.licences,
    )


_TEAM = Compiled(
    lambda: (
        TeamMember.objects.filter(firm=Slot("firm", UUIDField()), deactivated_at=None)
        .order_by("name")
        .values_list("pk", "name")
    )
)


def team_names(actor: Actor) -> list[tuple[UUID, str]]:
    """The active members of the actor's firm, by name; to the team only."""
    return _TEAM.rows(firm=actor.firm_id) if actor.kind is Kind.STAFF else []


def who_may(firm_id: UUID, action: Action) -> list[TeamMember]:
    """The active members with this permission, by name."""
    team = TeamMember.objects.filter(firm_id=firm_id, deactivated_at=None, user__is_active=True)
    return [each for each in team.select_related("permission_set").order_by("name") if action in each.allowed]
