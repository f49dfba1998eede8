"""Send somebody's invite to the team again; the earlier link dies."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts import inviting
from latchstring.accounts.models import TeamInvite
from latchstring.accounts.team import BadTeam, Team
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor


@transaction.atomic
def resend_team_invite(actor: Actor, member_id: UUID) -> TeamInvite:
    """Raises BadTeam for who has joined, and where nothing can be sent."""
    member = Team(actor).other(member_id)
    if member.user_id:
        raise BadTeam(_("%s has joined the team already.") % member.name)
    invite = inviting.send(actor, member)
    record(actor, Name.MEMBER_INVITED, Entry(subject_id=member.pk, detail={"name": member.name, "again": True}))
    return invite
