"""Six digits by email for somebody who is logged in. The session keeps a hash, and where they went."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.utils.crypto import constant_time_compare, salted_hmac

from latchstring.accounts.actions.send_code import send_code
from latchstring.kernel import clock
from latchstring.kernel.addresses import normalise
from latchstring.web.common import limits
from latchstring.web.common.requests import Request

CONFIRM = "confirm_code"
"""Showing again who it is; a code is good for the ``use`` alone that it was asked for."""

LASTS = timedelta(minutes=10)
TRIES = 5


def send(request: Request, use: str = CONFIRM, to: str = "") -> None:
    """To the address of the login, if not ``to`` another. Raises limits.TooMany."""
    to = to or request.user.email
    limits.spend(request, "code", normalise(to))
    code = get_adapter().generate_login_code()
    until = (clock.now() + LASTS).isoformat()
    request.session[use] = {"hash": _hash(request, use, to, code), "until": until, "tries": TRIES, "to": to}
    send_code(request.firm, to, code=code, known=True)


def waits(request: Request, use: str = CONFIRM) -> str:
    """The address that a code went to which is still good, or nothing."""
    kept: dict[str, Any] | None = request.session.get(use)
    good = kept is not None and kept["tries"] > 0 and datetime.fromisoformat(kept["until"]) > clock.now()
    return str(kept["to"]) if kept and good else ""


def fits(request: Request, code: str, use: str = CONFIRM) -> bool:
    """Right once; five wrong ones end it."""
    to = waits(request, use)
    if not to:
        return False
    kept = request.session[use]
    if constant_time_compare(kept["hash"], _hash(request, use, to, code)):
        del request.session[use]
        return True
    request.session[use] = kept | {"tries": kept["tries"] - 1}
    return False


def _hash(request: Request, use: str, to: str, code: str) -> str:
    return salted_hmac("latchstring.confirm", f"{request.user.pk}:{use}:{to}:{code}", algorithm="sha256").hexdigest()
