"""The kinds of email there are, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "invite": _("Invite"),
    "reminder": _("Reminder"),
    "confirm-email": _("Confirm email"),
    "access-added": _("Access added"),
    "access-changed": _("Access changed"),
    "access-ending": _("Access ends soon"),
    "access-asked": _("Client asks about access"),
    "access-answered": _("Answer about access"),
    "way-back": _("The way back in"),
    "email-changed": _("Email changed"),
    "declined": _("Invite turned down"),
    "reactivated": _("Test after reactivating"),
    "file-shared": _("File shared"),
    "file-received": _("File received"),
    "file-quarantined": _("File held back"),
    "link-code": _("Code for a secure link"),
    "login-code": _("Login code"),
    "password-reset": _("Password reset"),
    "password-changed": _("Password changed"),
    "second-factor": _("Second step changed"),
    "factor-reset": _("Second step reset"),
    "code-read-out": _("Code read on the phone"),
    "glass-broken": _("Login without single sign-on"),
    "dormant-soon": _("Suspended soon"),
    "dormant-now": _("Suspended"),
    "pin-changed": _("PIN or passkey changed"),
    "team-invite": _("Team invite"),
    "sending-stopped": _("Sending stopped"),
    "domain-lost": _("Domain lost"),
    "review-due": _("Access review is due"),
    "test": _("Test email"),
}


def name_of(kind: str) -> str:
    return str(KINDS.get(kind, kind.replace("-", " ").capitalize()))
