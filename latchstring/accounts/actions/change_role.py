"""Give a team member another role. A firm has exactly one owner at any time."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import TeamMember
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Refused
from latchstring.policy.roles import Role


@transaction.atomic
def change_role(actor: Actor, member_id: UUID, *, role: Role) -> TeamMember:
    """Only the owner makes somebody else the owner, and becomes an admin by it. Raises ValueError with a sentence."""
    actor.require(Action.TEAM_MANAGE)
    team = {row.pk: row for row in _team(actor.firm_id)}
    member = team.get(member_id)
    if member is None:
        raise ValueError(_("This person is not on the team."))
    if member.role == role:
        return member
    if member.role == Role.OWNER:
        raise ValueError(_("A firm always has an owner. Make somebody else the owner first."))
    if role is Role.OWNER:
        _step_down(actor, next(row for row in team.values() if row.role == Role.OWNER))
    _set(actor, member, role)
    return member


def _team(firm_id: UUID) -> list[TeamMember]:
    """Everybody, locked, so that two hand-overs at once leave one owner."""
    return list(TeamMember.objects.select_for_update().filter(firm_id=firm_id, deactivated_at=None).order_by("pk"))


def _step_down(actor: Actor, owner: TeamMember) -> None:
    if actor.member_id not in {owner.pk, None}:
        raise Refused(Action.TEAM_MANAGE)
    _set(actor, owner, Role.ADMIN)


def _set(actor: Actor, member: TeamMember, role: Role) -> None:
    before, member.role, member.permission_set = member.role, role, None
    member.save(update_fields=["role", "permission_set"])
    detail = {"name": member.name, "role": role.value, "before": before}
    record(actor, Name.ROLE_CHANGED, Entry(subject_id=member.pk, detail=detail))
