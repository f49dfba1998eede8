"""Whom the firm's OpenID Connect provider has let in: only who is on the team, and always the same of them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import TeamMember, User
from latchstring.accounts.team import lock
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel.addresses import BadAddress, normalise
from latchstring.policy.actor import system_actor


class NotOnTheTeam(Exception):
    """A sentence for who is refused; ``why`` is the reason for the log, ``address`` what the provider named."""

    def __init__(self, why: str, address: str = "") -> None:
        self.why, self.address = why, address
        super().__init__(_("This account opens nothing here. Ask an administrator of the firm to look at your login."))


@transaction.atomic
def enter_by_sso(firm: Firm, claims: Mapping[str, Any]) -> User:
    """``claims`` are of an ID token that was verified. The first time the verified email finds the member and the
    subject is kept; from then on the subject alone counts, whatever the email says. Raises NotOnTheTeam.
    """
    subject = str(claims.get("sub") or "")[:255]
    if not subject:
        raise NotOnTheTeam("no subject")
    lock(firm.pk)
    team = TeamMember.objects.filter(firm=firm, deactivated_at=None, user__is_active=True).select_related("user")
    member = team.filter(subject=subject).first() or _bound(firm, team, subject, claims)
    user: User = member.user
    return user


def _bound(firm: Firm, team: Any, subject: str, claims: Mapping[str, Any]) -> TeamMember:
    address = _verified(claims)
    member: TeamMember | None = team.filter(user__email=address).first()
    if member is None:
        raise NotOnTheTeam("not on the team", address)
    if member.subject:
        raise NotOnTheTeam("another identity", address)
    if TeamMember.objects.filter(firm=firm, subject=subject).exists():
        raise NotOnTheTeam("identity of somebody who left", address)
    member.subject = subject
    member.save(update_fields=["subject"])
    record(system_actor(firm.pk), Name.SSO_BOUND, Entry(subject_id=member.pk, detail={"name": member.name}))
    return member


def _verified(claims: Mapping[str, Any]) -> str:
    """The email, if the provider vouches for it by a true boolean and nothing like one."""
    try:
        address = normalise(str(claims.get("email") or ""))
    except BadAddress as error:
        raise NotOnTheTeam("no email") from error
    if claims.get("email_verified") is not True:
        raise NotOnTheTeam("email not verified", address)
    return address
