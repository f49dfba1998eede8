"""Writing and ending the invites to a team; the actions decide when."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from latchstring.accounts.emails import team_letter, team_post
from latchstring.accounts.models import TeamInvite, TeamMember
from latchstring.accounts.team import BadTeam
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7
from latchstring.mail.models import WAITING, Message, State
from latchstring.mail.outbox import AddressInactive, queue
from latchstring.policy.actor import Actor


def send(actor: Actor, member: TeamMember) -> TeamInvite:
    """A new link and a new expiry; older links die. Raises BadTeam where nothing can be sent."""
    firm, now = Firm.objects.get(pk=actor.firm_id), clock.now()
    today = TeamInvite.objects.filter(firm=firm, address=member.address, created_at__gt=now - timedelta(days=1))
    if today.count() >= firm.resends_a_day:
        raise BadTeam(_("%s was invited as often as a day allows. Try again tomorrow.") % member.address, "email")
    end(member, now, "A newer invite was sent.")
    invite_id = uuid7()
    expires = now + timedelta(days=firm.invite_days)
    inviter = _inviter(actor)
    post = team_post(member, firm, invite_id, expires)
    try:
        message = queue(firm.pk, team_letter(firm, inviter), post, kind="team-invite")
    except AddressInactive as error:
        raise BadTeam(str(error), "email") from error
    return TeamInvite.objects.create(
        id=invite_id,
        firm=firm,
        member=member,
        message=message,
        address=member.address,
        inviter_id=actor.member_id,
        inviter_name=inviter.name if inviter else "",
        expires_at=expires,
    )


def _inviter(actor: Actor) -> TeamMember | None:
    """None for the firm itself, on the command line."""
    rows = TeamMember.objects.select_related("user")
    return rows.filter(pk=actor.member_id).first() if actor.member_id else None


def end(member: TeamMember, now: datetime, reason: str) -> None:
    """Every link of this member dies, and what has not left yet never does."""
    open_ones = TeamInvite.objects.filter(member=member, ended_at=None, accepted_at=None)
    waiting = Message.objects.filter(pk__in=open_ones.values("message"), state__in=WAITING)
    waiting.update(state=State.CANCELLED, reason=reason, ended_at=now, settled=True)
    open_ones.update(ended_at=now)
