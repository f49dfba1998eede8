"""The page behind a secure link. Looking changes nothing; the right password or code brings the file."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.files.actions.open_link import look_at_link, open_link, send_link_code
from latchstring.files.models import SecureLink
from latchstring.files.refusals import FileRefusal, LinkRefused
from latchstring.mail.outbox import AddressInactive
from latchstring.web.common import downloads, limits, notices
from latchstring.web.common.doors import public_door
from latchstring.web.common.file_answers import begun, facts
from latchstring.web.common.requests import Request
from latchstring.web.public.secret_pages import keeps_its_address


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_its_address
@public_door
def secure_link(request: Request, token: str) -> HttpResponseBase:
    return _with_link(request, token, lambda link: _answer(request, token, link))


@require_POST
@keeps_its_address
@public_door
def send_code(request: Request, token: str) -> HttpResponseBase:
    """To the link's own address; the answer is the same however often."""
    return _with_link(request, token, lambda link: _send(request, token, link))


def _with_link(request: Request, token: str, answer: Callable[[SecureLink], HttpResponseBase]) -> HttpResponseBase:
    """What the link gives, or the page that says why it gives nothing."""
    try:
        return answer(look_at_link(request.firm.pk, token))
    except FileRefusal as error:
        gone = 410 if isinstance(error, LinkRefused) else 409
        return render(request, "public/secure_links/closed.html", {"problem": str(error)}, status=gone)


def _answer(request: Request, token: str, link: SecureLink) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request, token, link)
    try:
        spent = limits.spend(request, "link", token)
    except limits.TooMany as error:
        return _page(request, token, link, str(error), 429)
    said = {name: request.POST.get(name, "")[:200] for name in ("password", "code")}
    try:
        opened = open_link(request.firm.pk, token, **said)
    except LinkRefused as error:
        return _page(request, token, link, str(error), 422)
    spent.take_back()
    return downloads.attachment(
        request, lambda _start, _end: begun(opened.pieces), name=opened.name, **facts(opened.version)
    )


def _send(request: Request, token: str, link: SecureLink) -> HttpResponse:
    try:
        limits.spend(request, "link-code", token)
        send_link_code(request.firm.pk, token)
    except limits.TooMany as error:
        return _page(request, token, link, str(error), 429)
    except AddressInactive:
        return _page(request, token, link, _("Email to this address came back. Ask who sent the link."), 409)
    notices.done(request, _("The code is on its way. It works for 10 minutes"))
    return redirect("secure-link", token=token)


def _page(request: Request, token: str, link: SecureLink, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"link": link, "token": token, "problem": problem}
    return render(request, "public/secure_links/link.html", context, status=status)
