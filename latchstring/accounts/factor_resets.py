"""Taking a team member's second step away, and whether one person is enough for it."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from latchstring.accounts import sessions
from latchstring.accounts.emails import post
from latchstring.accounts.models import FactorAsk, TeamMember
from latchstring.accounts.rules import rules_of
from latchstring.accounts.team import BadTeam
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.policy.actor import Actor, Kind
from latchstring.policy.roles import Role

A_DAY = timedelta(days=1)


def take_away(actor: Actor, member: TeamMember) -> bool:
    """False where there was none. Every session of the login ends, and its owner is told."""
    theirs = Authenticator.objects.filter(user=member.user)
    if not theirs.exists():
        return False
    theirs.delete()
    sessions.end_all(member.user.pk)
    record(actor, Name.FACTOR_RESET, Entry(subject_id=member.pk, detail={"name": member.name}))
    fields = {"email": member.email, "member": actor.name}
    post(Firm.objects.get(pk=actor.firm_id), "factor_reset", member.email, name=member.name, fields=fields)
    return True


def open_ask(member: TeamMember) -> Any:
    """What somebody asked for within the last day and nobody else has confirmed."""
    rows = FactorAsk.objects.filter(firm=member.firm_id, member=member, closed_at=None)
    return rows.filter(created_at__gt=clock.now() - A_DAY).order_by("-id").first()


def agreed(actor: Actor, member: TeamMember) -> bool:
    """Whether it may be done now: the owner is enough, and so is anybody where the firm doesn't ask for two.

    Else the first one is kept in mind for a day. Raises BadTeam for who asks twice.
    """
    firm = Firm.objects.select_related("sign_in").get(pk=actor.firm_id)
    ask = open_ask(member)
    if ask and ask.asked_by == actor.member_id and actor.role is not Role.OWNER:
        raise BadTeam(_("You have asked for it already. Another colleague, or the owner, has to confirm it."))
    if ask:
        ask.closed_at = clock.now()
        ask.save(update_fields=["closed_at"])
    return bool(ask) or actor.role is Role.OWNER or not rules_of(firm, Kind.STAFF).two_to_reset
