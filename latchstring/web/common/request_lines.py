"""One line in the log for each request, by its route: a path may hold a secret link. A refusal says who it was."""

import time
from collections.abc import Callable

import structlog
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from latchstring.kernel import metrics
from latchstring.web.common import origin

log = structlog.get_logger("latchstring.web")

REFUSED = frozenset({400, 401, 403, 404, 405, 409, 410, 413, 422, 429})


class RequestLineMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match, seconds = request.resolver_match, time.perf_counter() - began
        route = match.route if match else ""
        metrics.requests.labels(request.method or "", route, response.status_code).inc()
        metrics.request_seconds.labels(route).observe(seconds)
        (log.debug if request.path_info == "/healthz" else log.info)(
            "request",
            method=request.method,
            route=route,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            **(_who(request) if response.status_code in REFUSED else {}),
        )
        return response


def _who(request: HttpRequest) -> dict[str, str]:
    """The login and the network address; takes no statement that the request has not taken."""
    session = getattr(request, "session", None)
    login = session.get(SESSION_KEY) if session is not None and session.accessed else None
    return {"login": str(login or ""), "address": origin.address(request) or ""}
