"""Let a colleague in who has lost their second step: together with a second person, where the firm asks for two."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts import factors
from latchstring.accounts.factor_resets import agreed, take_away
from latchstring.accounts.models import FactorAsk, TeamMember
from latchstring.accounts.team import BadTeam, Team
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor


@transaction.atomic
def reset_colleague_factor(actor: Actor, member_id: UUID) -> bool:
    """False where it was asked for, and waits a day for a second person. The login still needs its first step.

    Raises BadTeam for the owner, oneself, who may do more than the actor, and a login that other firms' teams use.
    """
    member = Team(actor).other(member_id)
    if not member.user_id or not factors.has_any(member.user_id):
        raise BadTeam(_("%s has no second step.") % member.name)
    elsewhere = TeamMember.objects.filter(user=member.user_id, deactivated_at=None).exclude(firm=actor.firm_id)
    if elsewhere.exists():
        raise BadTeam(_("This login is used at another firm too. Whoever runs Latchstring can reset its second step."))
    if agreed(actor, member):
        take_away(actor, member)
        return True
    FactorAsk.objects.create(firm_id=actor.firm_id, member=member, asked_by=actor.member_id, asked_by_name=actor.name)
    record(actor, Name.FACTOR_RESET_ASKED, Entry(subject_id=member.pk, detail={"name": member.name}))
    return False
