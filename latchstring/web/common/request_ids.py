"""A name for each request, in its log lines and its answer, and one line when it ends."""

import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from latchstring.kernel.ids import uuid7

log = structlog.get_logger("latchstring.web")


class RequestIdMiddleware:
    """Paths hold secret links, so the line names the route instead. A proxy's id is kept if proxies are trusted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        name = uuid7().hex
        given = request.headers.get("X-Request-ID", "")
        if settings.TRUSTED_PROXIES and given.isascii() and given.replace("-", "").isalnum() and len(given) <= 64:
            name = given
        with structlog.contextvars.bound_contextvars(request_id=name):
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request",
                method=request.method,
                route=match.route if match else "",
                status=response.status_code,
                ms=round((time.perf_counter() - began) * 1000, 1),
            )
        response["X-Request-ID"] = name
        return response
