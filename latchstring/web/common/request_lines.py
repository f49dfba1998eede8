"""One line in the log for each request, by its route: a path may hold a secret link."""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from latchstring.kernel import metrics

log = structlog.get_logger("latchstring.web")


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
        )
        return response
