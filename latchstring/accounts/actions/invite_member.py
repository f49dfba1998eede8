"""Invite somebody to the team. They are on its list at once, and act once they have joined."""

from collections.abc import Set

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts import inviting
from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.accounts.team import BadTeam, Team, check_grant
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel.addresses import BadAddress, normalise
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.licences import Licence
from latchstring.policy.roles import Role


@transaction.atomic
def invite_member(
    actor: Actor,
    *,
    email: str,
    name: str,
    role: Role,
    permission_set: PermissionSet | None = None,
    title: str = "",
    seats: Set[Licence] = frozenset(Licence),
) -> TeamMember:
    """A member without a login, and the email with the link. Raises BadTeam."""
    actor.require(Action.TEAM_MANAGE)
    if role is Role.OWNER:
        raise BadTeam(_("A firm has one owner. Invite this person with another role, then hand the firm over."), "role")
    check_grant(actor, role, permission_set)
    address = _free(Team(actor), email)
    member = TeamMember.objects.create(
        firm_id=actor.firm_id,
        address=address,
        name=" ".join(name.split())[:150] or address.partition("@")[0],
        role=role,
        permission_set=permission_set,
        title=" ".join(title.split())[:80],
        seats=sorted(seats),
    )
    inviting.send(actor, member)
    granted = permission_set.name if permission_set else role.value
    own = permission_set.pk.hex if permission_set else ""
    detail = {"name": member.name, "role": granted, "set": own, "seats": member.seats}
    record(actor, Name.MEMBER_INVITED, Entry(subject_id=member.pk, detail=detail))
    return member


def _free(team: Team, email: str) -> str:
    try:
        address = normalise(email)
    except BadAddress as error:
        raise BadTeam(str(error), "email") from error
    known = next((row for row in team.members.values() if row.email == address), None)
    if known is None:
        return address
    if known.deactivated_at:
        raise BadTeam(_("%s was on the team before. Reactivate them in the list of the team.") % known.name, "email")
    if known.user_id:
        raise BadTeam(_("%s is already on the team.") % known.name, "email")
    raise BadTeam(
        _("%s is invited already. Open their line in the list to send the invite again.") % known.name, "email"
    )
