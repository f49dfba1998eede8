"""Give a team member another role or permission set. A firm has exactly one owner at any time."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.accounts.team import BadTeam, Team, check_grant
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Refused
from latchstring.policy.roles import Role


@transaction.atomic
def change_role(
    actor: Actor, member_id: UUID, *, role: Role, permission_set: PermissionSet | None = None
) -> TeamMember:
    """Only the owner makes somebody else the owner, and becomes an admin by it. Raises BadTeam.

    With a permission set, the role is what the set was made from.
    """
    team = Team(actor)
    if role is Role.OWNER:
        return _hand_over(team, team.get(member_id))
    member = team.get(member_id)
    if (member.role, member.permission_set) == (role, permission_set) and not member.deactivated_at:
        return member
    member = team.other(member_id)
    if member.deactivated_at:
        raise BadTeam(_("%s is deactivated. Reactivate them first.") % member.name)
    check_grant(actor, role, permission_set)
    _set(actor, member, role, permission_set)
    return member


def _hand_over(team: Team, member: TeamMember) -> TeamMember:
    owner = team.owner
    if member.pk == owner.pk:
        return member
    if team.actor.member_id not in {owner.pk, None}:
        raise Refused(Action.TEAM_MANAGE, _("Only the owner can make somebody else the owner."))
    if member.deactivated_at or not member.user_id:
        raise BadTeam(_("%s is not on the team now, and can’t become its owner.") % member.name)
    _set(team.actor, owner, Role.ADMIN, None)
    _set(team.actor, member, Role.OWNER, None)
    return member


def _set(actor: Actor, member: TeamMember, role: Role, permission_set: PermissionSet | None) -> None:
    before = member.permission_set.name if member.permission_set else member.role
    member.role, member.permission_set = role, permission_set
    member.save(update_fields=["role", "permission_set"])
    now = permission_set.name if permission_set else role.value
    detail = {
        "name": member.name,
        "role": now,
        "before": before,
        "set": permission_set.pk.hex if permission_set else "",
    }
    record(actor, Name.ROLE_CHANGED, Entry(subject_id=member.pk, detail=detail))
