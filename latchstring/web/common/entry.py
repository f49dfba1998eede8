"""What a session remembers of how it began."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import app_settings
from allauth.mfa.internal.flows import trust

HOW, SECOND = "how", "second"


def note(request: Any, how: str) -> None:
    """Once somebody is in: by which method, and whether with a second factor or on a device that remembers one."""
    request.session[HOW] = how
    request.session[SECOND] = _second(request)


def _second(request: Any) -> bool:
    if any(step["method"] == "mfa" for step in get_authentication_records(request, request.user)):
        return True
    return app_settings.TRUST_COOKIE_NAME in request.COOKIES and trust.is_trusted_browser(request, request.user)


def proved_second(request: Any) -> None:
    """The second factor was shown, or made, in this session."""
    request.session[SECOND] = True
