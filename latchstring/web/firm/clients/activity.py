"""Whether a client is active: inactive ones have no portal."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.clients.actions.activate import activate
from latchstring.clients.actions.deactivate import deactivate
from latchstring.clients.models import Client
from latchstring.policy.actions import Action
from latchstring.web.common import htmx, notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.confirm import Question, ask
from latchstring.web.firm.clients.record import the_client


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def make_inactive(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.CLIENT_EDIT, client=client)
    if request.method != "POST":
        return ask(request, client, _closing(client))
    deactivate(request.actor, client)
    notices.done(request, _("%(name)s is inactive") % {"name": client.name})
    return htmx.redirect(request, resolve_url("client", client.pk))


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def make_active(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.CLIENT_EDIT, client=client)
    if request.method != "POST":
        return ask(request, client, _opening(client))
    activate(request.actor, client)
    notices.done(request, _("%(name)s is active again") % {"name": client.name})
    return htmx.redirect(request, resolve_url("client", client.pk))


def _closing(client: Client) -> Question:
    consequence = _(
        "Its people can’t open the Client Portal of %(name)s until you make it active again. "
        "Nothing is deleted: what is there now comes back with it."
    )
    title = _("Make %(name)s inactive?") % {"name": client.name}
    return Question(title, consequence % {"name": client.name}, _("Make inactive"))


def _opening(client: Client) -> Question:
    consequence = _("Everyone who had access to %(name)s can open it again, with what was there before.")
    title = _("Make %(name)s active again?") % {"name": client.name}
    return Question(title, consequence % {"name": client.name}, _("Make active"), "primary")
