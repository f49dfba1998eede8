"""The window before a bulk send: who gets an invite, who is skipped, the message and its preview."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from latchstring.portals.refusals import BadSelection
from latchstring.web.common import htmx
from latchstring.web.common.notices import done
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.doors import manager_door
from latchstring.web.firm.manager.selecting import posted_selection
from latchstring.web.firm.manager.window import window


@require_http_methods(["GET", "HEAD", "POST"])
@manager_door
def show(request: Request) -> HttpResponse:
    """Also asked without scripts to fill in a template or to go on to the next person: it keeps what was typed."""
    if request.method != "POST":
        return htmx.redirect(request, reverse("manager-without"))
    try:
        selection = posted_selection(request.POST)
    except BadSelection as error:
        done(request, str(error))
        return htmx.redirect(request, reverse("manager-without"))
    return window(request, selection)
