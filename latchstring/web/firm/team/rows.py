"""The team as its list shows it."""

from dataclasses import dataclass
from datetime import datetime

from latchstring.accounts.models import TeamInvite, TeamMember
from latchstring.clients.caseload import assigned_counts
from latchstring.kernel import clock
from latchstring.policy.actor import Actor
from latchstring.policy.licences import ALWAYS, LICENCE_NAMES, Licence
from latchstring.policy.roles import ROLE_NAMES, Role

STATUS_WORDS = {"active": "Active", "sent": "Invited", "expired": "Invite expired", "removed": "Deactivated"}
GLYPHS = {"active": "accepted"}


@dataclass(frozen=True, slots=True)
class Row:
    """``clients`` is None for who sees all of them; ``status`` a key of STATUS_WORDS."""

    member: TeamMember
    role: str
    clients: int | None
    seats: list[str]
    last_login: datetime | None
    status: str

    @property
    def words(self) -> str:
        return STATUS_WORDS[self.status]

    @property
    def glyph(self) -> str:
        return GLYPHS.get(self.status, self.status)


def rows(actor: Actor, licences: frozenset[Licence]) -> list[Row]:
    """Active members by name, then invited ones, then those who have left; three statements."""
    found = TeamMember.objects.visible_to(actor).select_related("user", "permission_set").order_by("name", "pk")
    members = sorted(found, key=lambda each: (each.deactivated_at is not None, each.user_id is None))
    counts = assigned_counts(actor, [each.pk for each in members])
    expiry = _expiry(actor)
    return [row(each, licences, counts.get(each.pk, 0), expiry.get(each.pk)) for each in members]


def row(member: TeamMember, licences: frozenset[Licence], clients: int, expires: datetime | None) -> Row:
    shown = sorted(licences - ALWAYS, key=list(Licence).index)
    return Row(
        member,
        role_name(member),
        None if member.sees_all_clients else clients,
        [LICENCE_NAMES[licence] for licence in shown if licence in member.seats],
        member.user.last_login if member.user else None,
        _status(member, expires),
    )


def role_name(member: TeamMember) -> str:
    return member.permission_set.name if member.permission_set else ROLE_NAMES[Role(member.role)]


def expires_at(actor: Actor, member: TeamMember) -> datetime | None:
    """Of the link that works now, if there is one."""
    return _expiry(actor).get(member.pk)


def _status(member: TeamMember, expires: datetime | None) -> str:
    if member.deactivated_at:
        return "removed"
    if member.user_id:
        return "active"
    return "sent" if expires and expires > clock.now() else "expired"


def _expiry(actor: Actor) -> dict[object, datetime]:
    open_ones = TeamInvite.objects.visible_to(actor).filter(ended_at=None, accepted_at=None)
    return dict(open_ones.values_list("member_id", "expires_at"))
