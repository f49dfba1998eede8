"""Archive a client and restore it: an archived one is inactive and has no portal."""

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
def archive(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    if request.method != "POST":
        return _ask(request, client, _closing(client))
    deactivate(request.actor, client)
    undo = resolve_url("client-restore", client.pk)
    notices.done(request, _("%(name)s is archived") % {"name": client.name}, undo_url=undo)
    return htmx.redirect(request, resolve_url("client", client.pk))


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    if request.method != "POST":
        return _ask(request, client, _opening(client))
    activate(request.actor, client)
    notices.done(request, _("%(name)s is active again") % {"name": client.name})
    return htmx.redirect(request, resolve_url("client", client.pk))


def _ask(request: Request, client: Client, question: Question) -> HttpResponse:
    request.actor.require(Action.CLIENT_EDIT, client=client)
    return ask(request, client, question)


def _closing(client: Client) -> Question:
    consequence = _(
        "It becomes inactive and leaves the lists. Its people can’t open the Client Portal of %(name)s until you "
        "restore it. Nothing is deleted: what is there now comes back with it."
    )
    title = _("Archive %(name)s?") % {"name": client.name}
    return Question(title, consequence % {"name": client.name}, _("Archive"))


def _opening(client: Client) -> Question:
    consequence = _("Everyone who had access to %(name)s can open it again, with what was there before.")
    title = _("Restore %(name)s?") % {"name": client.name}
    return Question(title, consequence % {"name": client.name}, _("Restore"), "primary")
