"""Browsers in which somebody has logged in before. Their tries are counted apart from those of strangers, so that
nobody is shut out of their own by what others type elsewhere.
"""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = settings.KNOWN_COOKIE_NAME
SECONDS = 180 * 24 * 3600
MOST = 10
_SALT = "latchstring.known"


def is_known(request: HttpRequest, address: str) -> bool:
    """Whether who has this address has logged in here."""
    return _mark(address) in _marks(request)


def remember(request: HttpRequest, response: HttpResponse, address: str) -> HttpResponse:
    """The cookie names nobody, opens nothing, and ends with the installation's key."""
    marks = [_mark(address), *(each for each in _marks(request) if each != _mark(address))][:MOST]
    value = signing.dumps(marks, salt=_SALT)
    response.set_cookie(COOKIE, value, max_age=SECONDS, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response


def _marks(request: HttpRequest) -> list[str]:
    try:
        found: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return []
    return list(found)


def _mark(address: str) -> str:
    return sha256(f"{_SALT}:{address}".encode()).hexdigest()[:32]
