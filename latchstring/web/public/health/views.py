"""Whether this server is alive, whether it is ready for visitors, and its figures."""

from hmac import compare_digest

from django.conf import settings
from django.db import Error, connection
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from latchstring.kernel import metrics as counted
from latchstring.mail.backlog import Backlog
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request


@require_safe
@public_door
def healthz(request: Request) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@public_door
def readyz(request: Request) -> HttpResponse:
    """The database answers too; 503 while it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


@require_safe
@public_door
def metrics(request: Request) -> HttpResponse:
    """For Prometheus, with the token that the settings name; without one there is nothing here."""
    if not settings.METRICS_TOKEN:
        raise Http404
    said = request.headers.get("Authorization", "")
    if not compare_digest(said.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        wrong = HttpResponse("The token is wrong.\n", status=401, content_type="text/plain")
        wrong["WWW-Authenticate"] = "Bearer"
        return wrong
    return HttpResponse(counted.page(Backlog()), content_type=CONTENT_TYPE_LATEST)
