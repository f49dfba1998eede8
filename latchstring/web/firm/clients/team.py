"""Who looks after a client."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.clients.actions.assign import assign
from latchstring.clients.models import Client
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.forms import TeamForm
from latchstring.web.firm.clients.params import active_members
from latchstring.web.firm.clients.record import the_client


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.CLIENT_EDIT, client=client)
    posted = request.POST if request.method == "POST" else None
    form = TeamForm(posted, members=active_members(request.actor), client=client)
    if form.is_valid() and form.save(assign, request.actor, client):
        notices.done(request, _("Team saved"))
        still = Client.objects.visible_to(request.actor).filter(pk=client_id).exists()
        return redirect("client", client_id) if still else redirect("clients")
    context = {"client": client, "form": form}
    return render(request, "firm/clients/team.html", context, status=422 if form.is_bound else 200)
