"""Six digits by email for somebody who is logged in and has nothing else to show. The session keeps a hash."""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.utils.crypto import constant_time_compare, salted_hmac

from latchstring.accounts.actions.send_code import send_code
from latchstring.kernel import clock
from latchstring.web.common import limits
from latchstring.web.common.requests import Request

_KEY = "confirm_code"
LASTS = timedelta(minutes=10)
TRIES = 5


def send(request: Request) -> None:
    """Raises limits.TooMany."""
    limits.spend(request, "code", request.user.email)
    code = get_adapter().generate_login_code()
    until = (clock.now() + LASTS).isoformat()
    request.session[_KEY] = {"hash": _hash(request, code), "until": until, "tries": TRIES}
    send_code(request.firm, request.user.email, code=code, known=True)


def waits(request: Request) -> bool:
    kept = request.session.get(_KEY)
    return kept is not None and kept["tries"] > 0 and datetime.fromisoformat(kept["until"]) > clock.now()


def fits(request: Request, code: str) -> bool:
    """Right once; five wrong ones end it."""
    if not waits(request):
        return False
    kept = request.session[_KEY]
    if constant_time_compare(kept["hash"], _hash(request, code)):
        del request.session[_KEY]
        return True
    request.session[_KEY] = kept | {"tries": kept["tries"] - 1}
    return False


def _hash(request: Request, code: str) -> str:
    return salted_hmac("latchstring.confirm", f"{request.user.pk}:{code}", algorithm="sha256").hexdigest()
