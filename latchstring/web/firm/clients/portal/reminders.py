"""Leave the people of a client alone for a while, and go on."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from latchstring.clients.models import Client
from latchstring.portals.actions.pause_reminders import pause_reminders, resume_reminders
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


@require_POST
@staff_door
def pause(request: Request, client_id: UUID) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.actor), pk=client_id)
    pause_reminders(request.actor, client)
    notices.done(request, _("Reminders paused for %s") % client.name)
    return redirect("client", client_id)


@require_POST
@staff_door
def resume(request: Request, client_id: UUID) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.actor), pk=client_id)
    resume_reminders(request.actor, client)
    notices.done(request, _("Reminders go on for %s") % client.name)
    return redirect("client", client_id)
