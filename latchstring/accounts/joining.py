"""The link that leads somebody into a team: judged each time it is looked at, changing nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from latchstring.accounts.models import TeamInvite, TeamMember, User
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.addresses import normalise
from latchstring.mail.links import find as find_link

PURPOSE = "team-invite"

State = Literal["open", "expired", "superseded", "cancelled", "joined", "unknown"]


@dataclass(frozen=True, slots=True)
class JoinState:
    """``logged_in_as`` is the other address, where somebody else than the invited is logged in."""

    state: State
    firm: Firm | None = None
    member: TeamMember | None = None
    address: str = ""
    inviter: str = ""
    expires_at: datetime | None = None
    logged_in_as: str = ""
    has_login: bool = False


def find(token: str) -> tuple[TeamInvite | None, bool]:
    """The invite behind a token, and whether the token was ever one of ours."""
    link = find_link(token)
    if link is None or link.purpose != PURPOSE:
        return None, False
    rows = TeamInvite.objects.select_related("member__user", "member__firm")
    return rows.filter(pk=link.subject, firm_id=link.firm_id).first(), True


def judge(invite: TeamInvite | None, *, ours: bool) -> State:
    if invite is None:
        return "cancelled" if ours else "unknown"
    if invite.member.user_id:
        return "joined"
    if invite.member.deactivated_at:
        return "cancelled"
    if invite.ended_at:
        return "superseded"
    return "expired" if invite.expires_at <= clock.now() else "open"


def look(token: str, user: User | None = None) -> JoinState:
    """All that the page behind the link shows; nothing is written, however often it is called."""
    invite, ours = find(token)
    state = judge(invite, ours=ours)
    if invite is None:
        return JoinState(state)
    return JoinState(
        state,
        firm=invite.member.firm,
        member=invite.member,
        address=invite.address,
        inviter=invite.inviter_name,
        expires_at=invite.expires_at,
        logged_in_as=user.email if user and normalise(user.email) != invite.address else "",
        has_login=User.objects.filter(email=invite.address).exists(),
    )
