"""The only module that knows htmx's headers."""

from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django_htmx.http import (
    HttpResponseClientRedirect,
    HttpResponseStopPolling,
    push_url,
    reselect,
    reswap,
    retarget,
    trigger_client_event,
)

from latchstring.web.common.requests import Request


def redirect(request: Request, url: str) -> HttpResponse:
    """Go to one of our pages: the browser itself, or by htmx."""
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url)


def log_in(request: Request) -> HttpResponse:
    """To the login page, and back to where the person was."""
    back, login = here(request), resolve_url("login")
    return redirect(request, redirect_to_login(back, login).url if back else login)


def here(request: Request) -> str:
    """The page that somebody has before them: of a form, the one that it stood on. Empty where nobody knows."""
    if request.htmx:
        return request.htmx.current_url_abs_path or ""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came = urlsplit(request.headers.get("Referer", ""))
    return came._replace(scheme="", netloc="").geturl() if came.netloc == request.get_host() else ""


def close_dialog(response: HttpResponse) -> HttpResponse:
    """Tell the page to close the dialog that made this request."""
    return trigger_client_event(response, "close-dialog", after="swap")


def whole_page(request: Request, response: HttpResponse) -> HttpResponse:
    """Show this page in place of the one with the dialog or list that asked; the address stays."""
    if not request.htmx:
        return response
    return reselect(reswap(retarget(response, "body"), "innerHTML"), "unset")


def push(response: HttpResponse, url: str) -> HttpResponse:
    """Show this address while the page stays."""
    return push_url(response, url)


def stop_polling() -> HttpResponse:
    return HttpResponseStopPolling()
