"""What the access doctor says, and the one click that mends it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.queries.doctor import Finding, Why
from latchstring.web.common import limits

REASONS = {
    Why.NO_EMAIL: gettext_lazy("There is no email address for this contact."),
    Why.NOT_INVITED: gettext_lazy("Nobody has invited this contact yet."),
    Why.REMOVED: gettext_lazy("Their access was removed."),
    Why.ENDED: gettext_lazy("Their access ended on its last day."),
    Why.ARCHIVED: gettext_lazy("The client is archived, so its portal is shut."),
    Why.EMAIL_INACTIVE: gettext_lazy("Email to this address comes back."),
    Why.QUEUED: gettext_lazy("The invite has not left yet. It waits to be sent."),
    Why.NOT_DELIVERED: gettext_lazy("Their invite was not delivered. Once that is mended, send it again."),
    Why.NOT_ACCEPTED: gettext_lazy("They have an invite and have not accepted it yet."),
    Why.EXPIRED: gettext_lazy("Their invite has expired."),
    Why.LOCKED: gettext_lazy("Their login is locked."),
    Why.SUSPENDED: gettext_lazy("Their access is suspended, since they have not logged in for long."),
    Why.SECOND_STEP: gettext_lazy("Nothing stands in the way, but they need their second step to log in."),
    Why.PIN_SHUT: gettext_lazy("They share the login, and their PIN is shut after too many wrong ones."),
    Why.PIN: gettext_lazy("Nothing stands in the way, but they share the login and need their own PIN or passkey."),
    Why.NOTHING: gettext_lazy("Nothing stands in the way. They can log in."),
}


@dataclass(frozen=True)
class Fix:
    label: str
    url: str
    post: bool = False


@dataclass(frozen=True)
class Diagnosis:
    finding: Finding
    reason: str
    fixes: list[Fix]


def diagnosis(actor: Actor, finding: Finding) -> Diagnosis:
    """Too many wrong tries come before all that is well otherwise."""
    wait = _wait(finding)
    if wait:
        minutes = -(-round(wait) // 60)
        reason = _("Too many wrong tries. They can try again in %d minutes.") % minutes
        url = reverse("doctor-forgive", args=[finding.person.pk]) if finding.person else ""
        may = actor.may(Action.LOGIN_HELP)
        return Diagnosis(finding, reason, [Fix(_("Let them try now"), url, post=True)] if may else [])
    return Diagnosis(finding, str(REASONS[finding.why]), _fixes(actor, finding))


def _wait(finding: Finding) -> float:
    if finding.person is None or finding.why not in {Why.NOTHING, Why.SECOND_STEP, Why.PIN}:
        return 0.0
    user = finding.person.user
    waits = [limits.wait_for(what, finding.person.address) for what in ("password", "guess", "code")]
    waits.append(limits.wait_for("pin", str(finding.person.pk)) if finding.person.is_locked else 0.0)
    return max(*waits, limits.wait_for("second", str(user.pk)) if user else 0.0)


CODE = (Action.LOGIN_HELP, gettext_lazy("Read them a code on the phone"), "doctor-code", True)
LOG_OUT = (Action.LOGIN_HELP, gettext_lazy("Log out everywhere"), "doctor-log-out", True)
RESET = (Action.LOGIN_HELP, gettext_lazy("Reset the second step"), "doctor-reset", False)
RESET_PIN = (Action.LOGIN_HELP, gettext_lazy("Reset PIN and passkeys"), "doctor-pin", False)
RESEND = (Action.INVITE_SEND, gettext_lazy("Send the invite again"), "user-resend", True)
FIXES = {
    Why.NOT_ACCEPTED: (RESEND,),
    Why.EXPIRED: (RESEND,),
    Why.QUEUED: (RESEND,),
    Why.NOT_DELIVERED: (RESEND,),
    Why.REMOVED: ((Action.ACCESS_REMOVE, gettext_lazy("Give the access back"), "user-restore", True),),
    Why.ENDED: ((Action.ACCESS_CHANGE, gettext_lazy("Change the last day"), "user-access", False),),
    Why.EMAIL_INACTIVE: ((Action.EMAIL_CHANGE, gettext_lazy("Change the email"), "user-email", False), CODE),
    Why.SUSPENDED: ((Action.ACCESS_CHANGE, gettext_lazy("Let them in again"), "user-wake", True),),
    Why.SECOND_STEP: (CODE, RESET, LOG_OUT),
    Why.PIN_SHUT: (RESET_PIN,),
    Why.PIN: (CODE, RESET_PIN, LOG_OUT),
    Why.NOTHING: (CODE, LOG_OUT),
}
"""What may be done about each, by whom, on which route, and whether a click does it at once."""


def _fixes(actor: Actor, finding: Finding) -> list[Fix]:
    if finding.person is None:
        return _for_contact(actor, finding)
    if finding.why is Why.ARCHIVED and actor.may(Action.CLIENT_EDIT):
        return [Fix(_("Restore the client"), reverse("client-restore", args=[finding.client_id]))]
    person = finding.person
    offered = [fix for fix in FIXES.get(finding.why, ()) if actor.may(fix[0]) and (fix is not CODE or person.user_id)]
    return [Fix(str(label), reverse(route, args=[person.pk]), post) for _action, label, route, post in offered]


def _for_contact(actor: Actor, finding: Finding) -> list[Fix]:
    if finding.why is Why.NO_EMAIL:
        label, action = _("Add an email"), Action.EMAIL_CHANGE
        url = reverse("contact-email", args=[finding.client_id, finding.contact_id])
    else:
        label, action = _("Invite them"), Action.INVITE_SEND
        url = reverse("portal-window", args=[finding.client_id])
    return [Fix(label, url)] if actor.may(action) else []
