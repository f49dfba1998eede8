"""What is dangerous enough to ask again who is there: where a stolen session would do the most harm."""

from datetime import datetime, timedelta
from typing import Any

from latchstring.kernel import clock

FRESH = timedelta(minutes=30)
CONFIRMED = "confirmed"

_FACTORS = {f"{side}-second-{page}" for side in ("profile", "portal") for page in ("app", "passkey", "remove", "codes")}
_EXPORTS = {f"{which}-export-{kind}" for which in ("clients", "manager") for kind in ("csv", "xlsx")}
_EXPORTS |= {"audit-export", "emails-export", "client-seen-export", "file-seen-export", "review-evidence"}

ALWAYS = _FACTORS | _EXPORTS
"""Routes that ask before anything is shown."""

CHANGES = {
    "team-invite",
    "team-member",
    "team-reactivate",
    "team-owner",
    "permissions-new",
    "permissions-edit",
    "permissions-delete",
    "settings-sign-in",
    "settings-sso",
    "settings-sso-remove",
    "settings-sso-forget",
    "doctor-code",
    "doctor-reset",
    "doctor-pin",
    "contact-email",
    "user-email",
}
"""Routes that ask before anything is changed; what was typed waits meanwhile."""


def needed(request: Any) -> bool:
    """Whether this request has to wait until somebody has shown again who they are."""
    route = request.resolver_match.url_name
    dangerous = route in ALWAYS or (route in CHANGES and request.method == "POST")
    return dangerous and not fresh(request)


def fresh(request: Any) -> bool:
    """Logged in, or asked again, within the last half hour."""
    row, confirmed = request.session.row, request.session.get(CONFIRMED)
    moments = [row.logged_in_at] if row and row.logged_in_at else []
    moments += [datetime.fromisoformat(confirmed)] if confirmed else []
    return bool(moments) and max(moments) > clock.now() - FRESH


def confirmed(request: Any) -> None:
    request.session[CONFIRMED] = clock.now().isoformat()
