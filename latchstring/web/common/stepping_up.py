"""What is dangerous enough to ask again who is there: where a stolen session would do the most harm."""

from datetime import datetime, timedelta
from typing import Any

from latchstring.kernel import clock
from latchstring.portals import sessions as web_sessions
from latchstring.web.common import entry

FRESH = timedelta(minutes=30)
CONFIRMED = "confirmed"

_FACTORS = {f"{side}-second-{page}" for side in ("profile", "portal") for page in ("app", "passkey", "remove", "codes")}
_PASSWORDS = {"profile-password", "portal-password"}
_OWN = _FACTORS | _PASSWORDS | {"confirm"}
EXPORTS = {f"{which}-export-{kind}" for which in ("clients", "manager") for kind in ("csv", "xlsx")}
EXPORTS |= {"audit-export", "emails-export", "client-seen-export", "file-seen-export", "review-evidence"}

ALWAYS = _FACTORS | EXPORTS | {"doctor-code", "portal-email", "portal-passkeys"}
"""Routes that ask before anything is shown."""

CHANGES = {
    "team-invite",
    "team-member",
    "team-reactivate",
    "team-owner",
    "team-factor",
    "permissions-new",
    "permissions-edit",
    "permissions-delete",
    "settings-sign-in",
    "settings-sso",
    "settings-sso-remove",
    "settings-sso-forget",
    "doctor-reset",
    "doctor-pin",
    "doctor-log-out",
    "team-log-out",
    "profile-session",
    "profile-token-new",
    "profile-sessions-others",
    "portal-session",
    "portal-sessions-others",
    "contact-email",
    "user-email",
}
"""Routes that ask before anything is changed; what was typed waits meanwhile."""


def needed(request: Any) -> bool:
    """Whether this request has to wait until somebody has shown again who they are.

    Who has a password shows it to get another one; a first one is dangerous.
    """
    route = request.resolver_match.url_name
    dangerous = route in ALWAYS or (route in CHANGES and request.method == "POST")
    first = route in _PASSWORDS and not request.user.has_usable_password()
    return (dangerous or first) and not fresh(request)


def fresh(request: Any) -> bool:
    """Logged in, or asked again, within the last half hour. For one's own login the word of a firm is no log-in."""
    row, confirmed = request.session.row, request.session.get(CONFIRMED)
    own = request.resolver_match.url_name in _OWN and entry.is_vouched(request)
    moments = [row.logged_in_at] if row and row.logged_in_at and not own else []
    moments += [datetime.fromisoformat(confirmed)] if confirmed else []
    return bool(moments) and max(moments) > clock.now() - FRESH


def confirmed(request: Any) -> None:
    """From now on under a new key: one that somebody took before opens nothing of this."""
    before = request.session.session_key or ""
    request.session[CONFIRMED] = clock.now().isoformat()
    request.session.cycle_key()
    request.session.save()
    web_sessions.follow(before, request.session.session_key)
