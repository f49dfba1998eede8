"""Take an invite to the team back: the link dies and the person leaves the list."""

from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts import inviting
from latchstring.accounts.models import TeamMember
from latchstring.accounts.team import BadTeam, Team
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.kernel import clock
from latchstring.policy.actor import Actor


@transaction.atomic
def cancel_team_invite(actor: Actor, member_id: UUID) -> TeamMember:
    """The member as they were. Raises BadTeam for who has joined."""
    member = Team(actor).other(member_id)
    if member.user_id:
        raise BadTeam(_("%s has joined the team. Deactivate them instead.") % member.name)
    inviting.end(member, clock.now(), "The invite was cancelled.")
    detail = {"name": member.name, "email": member.address}
    record(actor, Name.MEMBER_INVITE_CANCELLED, Entry(subject_id=member.pk, detail=detail))
    apps.get_model("clients.Assignment")._default_manager.filter(member_id=member.pk).delete()
    TeamMember.objects.filter(pk=member.pk).delete()
    return member
