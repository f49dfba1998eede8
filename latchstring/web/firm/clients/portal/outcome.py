"""What came of a send, in words."""

from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from latchstring.portals.actions.invite import Outcome, Skipped
from latchstring.portals.planning import Reason
from latchstring.web.firm.clients.tabs import in_a_row

WHY = {
    Reason.NO_EMAIL: _lazy("%(name)s has no email address."),
    Reason.EMAIL_INACTIVE: _lazy("Email to %(name)s came back. Change the email first."),
    Reason.ALREADY_INVITED: _lazy("%(name)s was invited already."),
    Reason.ALREADY_USER: _lazy("%(name)s already has access."),
    Reason.SAME_PERSON: _lazy("%(name)s shares an address with somebody who got the invite."),
    Reason.SHARES_ADDRESS: _lazy("%(name)s shares an address with somebody who has access."),
    Reason.CLIENT_INACTIVE: _lazy("This client is inactive. Restore it first."),
    Reason.OVER_LIMIT: _lazy(
        "%(name)s can’t get another invite today. Send it tomorrow, or have the limit raised in Settings."
    ),
}


def sentence(outcome: Outcome) -> str:
    """The toast: who was invited, who was let in at once, who was left out and why."""
    invited = [str(person) for person in (*outcome.sent, *outcome.resent)]
    linked = [str(person) for person in outcome.linked]
    parts = [
        *([_("Invite sent to %(names)s") % {"names": _names(invited)}] if invited else []),
        *([_("Access given to %(names)s") % {"names": _names(linked)}] if linked else []),
        *(_why(each).rstrip(".") for each in outcome.skipped),
    ]
    return ". ".join(parts) + ("." if len(parts) > 1 else "")


def refusal(outcome: Outcome) -> str:
    """Why nobody at all got anything; empty where somebody did."""
    if outcome.sent or outcome.resent or outcome.linked:
        return ""
    return " ".join(dict.fromkeys(_why(each) for each in outcome.skipped))


def activity_url(outcome: Outcome) -> str:
    """The activity of the one person it was about, else none."""
    people = [*outcome.sent, *outcome.resent, *outcome.linked]
    return resolve_url("user-activity", people[0].pk) if len(people) == 1 else ""


def _names(names: list[str]) -> str:
    return in_a_row(names) if len(names) < 5 else _("%(count)s people") % {"count": len(names)}


def _why(skipped: Skipped) -> str:
    known = WHY.get(skipped.reason, _("%(name)s can’t get an invite."))
    return str(known) % {"name": skipped.name}
