"""Tags of one client, straight on its record."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from latchstring.clients.actions.tag_clients import tag_clients
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.bulk.progress import undo_url
from latchstring.web.firm.clients.record import refused, the_client


@staff_door
@require_POST
def change(request: Request, client_id: UUID) -> HttpResponse:
    """``remove`` is a tag to take off, ``add`` holds tags between commas."""
    client = the_client(request, client_id)
    request.actor.require(Action.CLIENT_EDIT, client=client)
    gone = request.POST.get("remove", "")
    names = [gone] if gone else request.POST.get("add", "").split(",")
    try:
        change = tag_clients(request.actor, [client.pk], names, on=not gone)
    except ValueError as error:
        return refused(request, client, str(error))
    if change.changed:
        words = _("Tag %(tag)s removed") if gone else _("Tag %(tag)s added")
        notices.done(request, words % {"tag": change.value}, undo_url=undo_url(change))
    return redirect("client", client_id)
