"""Begin and end looking at the portal as a client."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from latchstring.clients.models import Client
from latchstring.portals.actions.view_as import NothingToSee, stop_viewing, view_as
from latchstring.portals.models import Access
from latchstring.web.common import errors, notices, viewing
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


@require_POST
@staff_door
def begin(request: Request, client_id: UUID, access_id: UUID) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.actor), pk=client_id)
    rows = Access.objects.visible_to(request.actor).select_related("person", "client")
    access = get_object_or_404(rows, pk=access_id, client=client)
    try:
        view_as(request.actor, access)
    except NothingToSee as error:
        return errors.not_now(request, _("There is nothing to look at"), str(error))
    viewing.begin(request, access)
    return redirect("portal-client", client.pk)


@require_POST
@staff_door
def stop(request: Request) -> HttpResponse:
    began = viewing.end(request)
    rows = Access.objects.visible_to(request.actor).select_related("person")
    access = rows.filter(pk=began).first() if began else None
    if access is None:
        return redirect("home")
    stop_viewing(request.actor, access)
    notices.done(request, _("You no longer view as %s") % access.person)
    return redirect("client", access.client_id)
