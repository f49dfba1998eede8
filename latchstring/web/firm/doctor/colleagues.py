"""What the access doctor says of a colleague, and where it is mended."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from latchstring.accounts.doctor import Finding, Why, diagnose_team
from latchstring.policy.actor import Actor
from latchstring.web.common import limits

REASONS = {
    Why.LEFT: gettext_lazy("They were deactivated. Reactivate them to let them in again."),
    Why.NOT_JOINED: gettext_lazy("They were invited to the team and have not joined yet."),
    Why.EXPIRED: gettext_lazy("Their invite to the team works no more. Send it again."),
    Why.LOCKED: gettext_lazy("Their login is locked."),
    Why.ONLY_SSO: gettext_lazy("The team logs in by single sign-on alone. Look at their account at the provider."),
    Why.NO_SECOND_STEP: gettext_lazy("They can log in, and have to set up a second step before they see anything."),
    Why.SECOND_STEP: gettext_lazy("Nothing stands in the way, but they need their second step to log in."),
    Why.NARROW: gettext_lazy("Nothing stands in the way. They see the clients they are assigned to, and no others."),
    Why.NOTHING: gettext_lazy("Nothing stands in the way. They can log in and see all clients."),
}


@dataclass(frozen=True)
class Colleague:
    finding: Finding
    reason: str
    url: str


def colleagues(actor: Actor, query: str) -> list[Colleague]:
    return [
        Colleague(each, _reason(each), reverse("team-member", args=[each.member.pk]))
        for each in diagnose_team(actor, query)
    ]


def _reason(finding: Finding) -> str:
    """Too many wrong tries come before all that is well otherwise."""
    user = finding.member.user
    if user and finding.why not in {Why.LEFT, Why.LOCKED, Why.ONLY_SSO}:
        waits = [limits.wait_for(what, user.email) for what in ("password", "guess", "code")]
        if wait := max(*waits, limits.wait_for("second", str(user.pk))):
            return _("Too many wrong tries. They can try again in %d minutes.") % -(-round(wait) // 60)
    return str(REASONS[finding.why])
