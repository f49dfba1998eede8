"""What a team member does for one person of one client: send again, remove, take that back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.policy.actions import Action
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend as send_again
from latchstring.portals.actions.restore_access import restore_access
from latchstring.portals.models import Access
from latchstring.portals.refusals import Refusal
from latchstring.web.common import htmx, notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.confirm import Question, ask
from latchstring.web.firm.clients.record import refused


@staff_door
@require_POST
def resend(request: Request, client_id: UUID, access_id: UUID) -> HttpResponse:
    access = _access(request, client_id, access_id)
    try:
        invite = send_again(request.actor, access.person, client=access.client)
    except Refusal as refusal:
        return refused(request, access.client, str(refusal))
    way_in = _("A link to log in was sent to %(name)s") % {"name": access.person}
    notices.done(request, _("Invite sent again. The earlier link no longer works.") if invite else way_in)
    return _to_record(request, client_id)


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, client_id: UUID, access_id: UUID) -> HttpResponse:
    access = _access(request, client_id, access_id)
    request.actor.require(Action.ACCESS_REMOVE, client=access.client)
    if request.method != "POST":
        return ask(request, access.client, _question(access))
    remove_access(request.actor, access.person, client=access.client)
    sentence = _("Access removed for %(name)s") % {"name": access.person}
    notices.done(request, sentence, undo_url=resolve_url("access-restore", client_id, access_id))
    return _to_record(request, client_id)


@staff_door
@require_POST
def restore(request: Request, client_id: UUID, access_id: UUID) -> HttpResponse:
    access = _access(request, client_id, access_id)
    restore_access(request.actor, access)
    notices.done(request, _("Access given back to %(name)s") % {"name": access.person})
    return _to_record(request, client_id)


def _question(access: Access) -> Question:
    title = _("Remove access for %(name)s?") % {"name": access.person}
    consequence = _(
        "%(name)s can no longer open %(client)s, and every link sent for it stops working. "
        "The history stays, and you can send an invite again."
    )
    return Question(title, consequence % {"name": access.person, "client": access.client}, _("Remove access"))


def _access(request: Request, client_id: UUID, access_id: UUID) -> Any:
    rows = Access.objects.visible_to(request.actor).select_related("person", "client")
    return get_object_or_404(rows, pk=access_id, client_id=client_id)


def _to_record(request: Request, client_id: UUID) -> HttpResponse:
    return htmx.redirect(request, resolve_url("client", client_id))
