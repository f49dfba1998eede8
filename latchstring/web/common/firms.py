"""The firm that a request is for, by its host name. Links never come from the host name."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.shortcuts import resolve_url

from latchstring.firms.models import Domain, Firm
from latchstring.kernel.compiled import Compiled
from latchstring.web.common import errors

HERE = {"localhost", "127.0.0.1", "[::1]"}
WITHOUT_A_FIRM = ("/healthz", "/readyz", "/metrics", settings.STATIC_URL)

READ_ALONG = ("branding", "sign_in")
"""What every page needs of its firm, in the same statement."""
_FIRST_TWO = Compiled(lambda: Firm.objects.select_related(*READ_ALONG).order_by("created_at")[:2])


class FirmMiddleware:
    """Sets ``request.firm``: None only where no firm is needed or none is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.firm = None
        if request.path_info.startswith(WITHOUT_A_FIRM):
            return self.get_response(request)
        host = _host(request)
        request.firm = _firm_at(host)
        if request.firm or request.path_info.startswith("/setup/"):
            return self.get_response(request)
        if host in _our_hosts() and not Firm.objects.exists():
            return HttpResponseRedirect(resolve_url("setup"))
        return errors.unknown_host(request)


def _host(request: HttpRequest) -> str:
    try:
        return split_domain_port(request.get_host())[0].rstrip(".")
    except DisallowedHost:
        return ""


def _our_hosts() -> set[str]:
    return {settings.BASE_HOST, *HERE}


def _firm_at(host: str) -> Firm | None:
    firms = Firm.objects.select_related(*READ_ALONG)
    if host not in _our_hosts():
        return firms.filter(domains__host=host, domains__verified_at__isnull=False).first()
    firm: Firm | None
    firm, another = (*_FIRST_TWO.rows(), None, None)[:2]
    if another is None:  # as nearly everywhere: then nobody asks whose host it is
        return firm
    named = Exists(Domain.objects.filter(firm=OuterRef("pk"), host=host, verified_at__isnull=False))
    return firms.order_by(named.desc(), "created_at").first()
