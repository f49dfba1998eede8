"""Link a client to another one: a spouse or partner with a record of their own, an owner and a business."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.clients.actions.link_clients import link_clients
from latchstring.clients.actions.unlink_clients import unlink_clients
from latchstring.clients.models import Client, Link
from latchstring.clients.queries import ClientFilter, client_rows
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.forms import LinkForm
from latchstring.web.firm.clients.record import the_client

MOST = 20


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, client_id: UUID) -> HttpResponse:
    """GET with ``q`` looks for the other client, POST links it."""
    client = the_client(request, client_id)
    request.actor.require(Action.CLIENT_EDIT, client=client)
    query = (request.POST if request.method == "POST" else request.GET).get("q", "").replace("\x00", "").strip()[:200]
    rows = client_rows(request.actor, ClientFilter(q=query, state="all"), size=MOST + 1).rows if query else []
    found = [row for row in rows if row.pk != client.pk][:MOST]
    form = LinkForm(request.POST if request.method == "POST" else None, found=found)
    if form.is_valid():
        other = get_object_or_404(Client.objects.visible_to(request.actor), pk=form.cleaned_data["other"])
        link_clients(request.actor, client, other, relation=form.cleaned_data["relation"])
        notices.done(request, _("Linked to %(name)s") % {"name": other.name})
        return redirect("client", client_id)
    context = {"client": client, "form": form, "query": query, "found": found}
    return render(request, "firm/clients/link.html", context, status=422 if form.is_bound else 200)


@staff_door
@require_POST
def remove(request: Request, client_id: UUID, linked_id: UUID) -> HttpResponse:
    rows = Link.objects.visible_to(request.actor).select_related("client", "other")
    link = get_object_or_404(rows, pk=linked_id, client_id=client_id)
    unlink_clients(request.actor, link.client, link.other)
    notices.done(request, _("No longer linked to %(name)s") % {"name": link.other.name})
    return redirect("client", client_id)
