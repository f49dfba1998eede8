"""The Client Portal window on a client's record."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_http_methods

from latchstring.clients.models import Client
from latchstring.policy.actions import Action
from latchstring.web.common import htmx, notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.portal.outcome import activity_url, sentence
from latchstring.web.firm.clients.portal.purpose import letting_in
from latchstring.web.firm.clients.portal.window import Window


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def window(request: Request, client_id: UUID) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.actor), pk=client_id)
    request.actor.require(Action.INVITE_SEND, client=client)
    purpose = letting_in(request.actor, client)
    if request.method != "POST":
        return page(request, Window.opened(request, client, purpose))
    window = Window.read(request, client, purpose)
    if not window.wants_sending:
        return page(request, window, 200 if window.prepare() else 422)
    if not window.send():
        return page(request, window, 422)
    notices.done(request, sentence(window.outcome), activity_url=activity_url(window.outcome))
    return htmx.redirect(request, resolve_url("client", client_id))


def page(request: Request, window: Window, status: int = 200) -> HttpResponse:
    """The window over the page by htmx, as a page of its own without."""
    name = "firm/clients/portal_dialog.html" if request.htmx else "firm/clients/portal_page.html"
    return render(request, name, {"window": window, "client": window.client}, status=status)
