"""Where the email provider tells what became of emails; only the one that sends, and only with its secret."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import structlog
from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from latchstring.mail.actions.take_webhook import take_webhook
from latchstring.mail.bounces import sns
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request

log = structlog.get_logger(__name__)


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
@public_door
def events(request: Request) -> HttpResponse:
    """400 for a wrong signature or what can't be read; anything that fails on our side is tried again by them."""
    if not settings.WEBHOOK_VIEW:
        raise Http404
    try:
        return _tracking(settings.WEBHOOK_VIEW)(request)
    except (AnymailWebhookValidationFailure, sns.Unsigned):
        return HttpResponse("The signature or the password is wrong.\n", status=400, content_type="text/plain")
    except sns.NoCertificate as error:
        log.warning("sns_certificate_missing", why=str(error))
        return HttpResponse("Amazon's certificate can't be had. Try again.\n", status=503, content_type="text/plain")
    except (AnymailError, ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse("This can't be read.\n", status=400, content_type="text/plain")


@cache
def _tracking(path: str) -> Callable[[Request], HttpResponse]:
    """The provider's view of anymail, which checks the password or the signature; its events go to our own verb."""
    view = import_string(path)
    more = (_SignedBySns,) if "amazon_ses" in path else ()
    return type("Tracking", (*more, view), {"signal": _Verb()}).as_view()  # type: ignore[attr-defined, no-any-return]


class _SignedBySns:
    """The second lock, behind the password."""

    def parse_events(self, request: Request) -> list[Any]:
        sns.check(json.loads(request.body))
        found: list[Any] = super().parse_events(request)  # type: ignore[misc]
        return found


class _Verb:
    """Stands where anymail would send a signal."""

    def send(self, *, sender: object, event: Any, esp_name: str) -> None:
        take_webhook(event, esp_name)
