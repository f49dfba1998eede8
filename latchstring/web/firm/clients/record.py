"""A client's record: show, add, edit."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from latchstring.clients.actions.create_client import create_client
from latchstring.clients.actions.update_client import update_client
from latchstring.clients.models import Client
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.forms import ClientForm
from latchstring.web.firm.clients.overview import overview
from latchstring.web.firm.clients.params import active_members


@staff_door
@require_safe
def show(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.CLIENT_VIEW, client=client)
    return render(request, "firm/clients/record.html", overview(request.actor, client))


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    request.actor.require(Action.CLIENT_EDIT)
    form = ClientForm(request.POST or None, members=active_members(request.actor))
    if form.is_valid() and (client := form.save(create_client, request.actor)):
        notices.done(request, _("%(name)s added") % {"name": client.name})
        return redirect("client", client.pk)
    return _form(request, form, {})


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.CLIENT_EDIT, client=client)
    form = ClientForm(request.POST or None, members=active_members(request.actor), client=client)
    if form.is_valid() and form.save(update_client, request.actor, client):
        notices.done(request, _("%(name)s saved") % {"name": form.cleaned_data["name"]})
        return redirect("client", client.pk)
    return _form(request, form, {"client": client})


def refused(request: Request, client: Client, sentence: str) -> HttpResponse:
    """The record once more, with what could not be done on top."""
    context = {**overview(request.actor, client), "refusal": sentence}
    return render(request, "firm/clients/record.html", context, status=422)


def the_client(request: Request, client_id: UUID) -> Any:
    rows = Client.objects.visible_to(request.actor).select_related("responsible")
    return get_object_or_404(rows, pk=client_id)


def _form(request: Request, form: ClientForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "firm/clients/edit.html", {"form": form, **context}, status=status)
