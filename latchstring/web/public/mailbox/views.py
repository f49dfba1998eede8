"""The on-screen mailbox of a demo: each email as it would have left, with its working link."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from latchstring.mail import mailbox
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.secret_pages import keeps_its_address

# An email brings its own inline styles and may do nothing but be looked at and lead away.
EMAIL_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-top-navigation-by-user-activation"],
}


def only_in_a_demo[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not (settings.DEMO or settings.DEBUG):
            raise Http404
        return view(*args, **kwargs)

    return answer


@require_safe
@public_door
@only_in_a_demo
def index(request: Request) -> HttpResponse:
    search = request.GET.get("q", "").strip()
    typed = request.GET.get("page", "1")
    page = int(typed) if typed.isdecimal() and len(typed) < 6 else 1
    emails, more = mailbox.newest(search, page=max(page, 1))
    shown = {"emails": emails, "q": search, "older": page + 1 if more else 0, "newer": page - 1}
    return render(request, "public/mailbox/index.html", shown)


@require_safe
@public_door
@only_in_a_demo
@keeps_its_address
def message(request: Request, pk: UUID) -> HttpResponse:
    return render(request, "public/mailbox/message.html", {"email": the_email(pk)})


@require_safe
@public_door
@only_in_a_demo
@keeps_its_address
@xframe_options_sameorigin
@csp_override(EMAIL_POLICY)
def body(request: Request, pk: UUID) -> HttpResponse:
    """The HTML part alone; its links open in the whole window."""
    return HttpResponse(the_email(pk).html.replace("<head>", '<head><base target="_top">', 1))


def the_email(pk: UUID) -> mailbox.Kept:
    email = mailbox.read(pk)
    if email is None:
        raise Http404
    return email
