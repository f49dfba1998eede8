"""Where each request comes from, for the audit log, and an id to find it by in the server's log."""

import re
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from structlog import contextvars

from latchstring.audit.record import Origin, origin
from latchstring.kernel.ids import uuid7

_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")


class OriginMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "") if settings.TRUSTED_PROXIES else ""
        request_id = given if _ID.fullmatch(given) else uuid7().hex
        reset = origin.set(Origin(address(request), request.headers.get("User-Agent", "")))
        try:
            with contextvars.bound_contextvars(request_id=request_id):
                response = self.get_response(request)
        finally:
            origin.reset(reset)
        response.headers["X-Request-Id"] = request_id
        return response


def address(request: HttpRequest) -> str | None:
    """The peer's IP address, or behind n trusted proxies the one that the outermost of them saw."""
    seen = [request.META.get("REMOTE_ADDR", "")]
    if settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "")
        seen = [part.strip() for part in forwarded.split(",") if part.strip()] or seen
    return _valid(seen[-min(max(settings.TRUSTED_PROXIES, 1), len(seen))])


def _valid(text: str) -> str | None:
    try:
        return str(ip_address(text))
    except ValueError:
        return None
