"""Why a colleague can't get in, or does not find a client: the one reason that comes first."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from latchstring.accounts import factors
from latchstring.accounts.models import TeamInvite, TeamMember
from latchstring.accounts.rules import rules_of
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Kind
from latchstring.policy.roles import Role
from latchstring.policy.sign_in import Method

MOST = 10


class Why(StrEnum):
    LEFT = "left"
    NOT_JOINED = "not-joined"
    EXPIRED = "expired"
    LOCKED = "locked"
    ONLY_SSO = "only-sso"
    NO_SECOND_STEP = "no-second-step"
    SECOND_STEP = "second-step"
    NARROW = "narrow"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Finding:
    """``since`` is the day of the reason, where it has one; else the last login, if any."""

    why: Why
    member: TeamMember
    since: datetime | None = None


def diagnose_team(actor: Actor, text: str) -> list[Finding]:
    """Colleagues by a part of their name or email, ten at most; nobody for who does not manage the team."""
    words = text.strip()
    if not words or not actor.may(Action.TEAM_MANAGE):
        return []
    rows = TeamMember.objects.visible_to(actor).select_related("user", "permission_set", "firm__sign_in")
    fits = Q(name__icontains=words) | Q(address__icontains=words) | Q(user__email__icontains=words)
    return [_finding(member) for member in rows.filter(fits).order_by("name", "pk")[:MOST]]


def _finding(member: TeamMember) -> Finding:
    if member.deactivated_at:
        return Finding(Why.LEFT, member, member.deactivated_at)
    if member.user is None:
        return _invited(member)
    if not member.user.is_active:
        return Finding(Why.LOCKED, member)
    return Finding(_at_the_door(member), member, member.user.last_login)


def _invited(member: TeamMember) -> Finding:
    invite = TeamInvite.objects.filter(member=member).order_by("-id").first()
    if invite is None or invite.ended_at or invite.expires_at <= clock.now():
        return Finding(Why.EXPIRED, member, invite.expires_at if invite else None)
    return Finding(Why.NOT_JOINED, member)


def _at_the_door(member: TeamMember) -> Why:
    rules, has_second = rules_of(member.firm, Kind.STAFF), factors.has_any(member.user.pk)
    if rules.methods == {Method.SSO} and member.role != Role.OWNER:
        return Why.ONLY_SSO
    if has_second:
        return Why.SECOND_STEP
    if rules.two_factors:
        return Why.NO_SECOND_STEP
    return Why.NOTHING if member.sees_all_clients else Why.NARROW
