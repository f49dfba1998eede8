"""Take a team member's second factor away: whoever runs the installation helps who is locked out of it."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts import sessions
from latchstring.accounts.emails import post
from latchstring.accounts.models import TeamMember
from latchstring.accounts.team import BadTeam, Team
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor


@transaction.atomic
def reset_member_factor(actor: Actor, *, email: str) -> TeamMember | None:
    """None where there was none to take. Every session of the login ends, and its owner is told. Raises BadTeam."""
    team = Team(actor)
    member = next((each for each in team.members.values() if each.user_id and each.email == email), None)
    if member is None:
        raise BadTeam(_("Nobody on the team logs in with %s.") % email)
    theirs = Authenticator.objects.filter(user=member.user)
    if not theirs.exists():
        return None
    theirs.delete()
    sessions.end_all(member.user.pk)
    record(actor, Name.FACTOR_RESET, Entry(subject_id=member.pk, detail={"name": member.name}))
    fields = {"email": member.email, "member": actor.name}
    post(Firm.objects.get(pk=actor.firm_id), "factor_reset", member.email, name=member.name, fields=fields)
    return member
