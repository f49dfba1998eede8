"""Take a team member's second factor away: whoever runs the installation helps who is locked out of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.factor_resets import take_away
from latchstring.accounts.models import TeamMember
from latchstring.accounts.team import BadTeam, Team
from latchstring.policy.actor import Actor


@transaction.atomic
def reset_member_factor(actor: Actor, *, email: str) -> TeamMember | None:
    """None where there was none to take. Every session of the login ends, and its owner is told. Raises BadTeam."""
    team = Team(actor)
    member = next((each for each in team.members.values() if each.user_id and each.email == email), None)
    if member is None:
        raise BadTeam(_("Nobody on the team logs in with %s.") % email)
    return member if take_away(actor, member) else None
