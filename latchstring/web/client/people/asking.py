"""Ask the firm to let somebody in or to remove somebody, and take that back."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from latchstring.clients.models import Client
from latchstring.portals.actions.ask_removal import ask_removal
from latchstring.portals.actions.propose_person import propose_person
from latchstring.portals.actions.withdraw_ask import withdraw_ask
from latchstring.portals.asking import BadAsk
from latchstring.portals.models import Access, Ask
from latchstring.portals.queries.audience import the_access
from latchstring.portals.refusals import Refusal
from latchstring.web.client.people.forms import ProposeForm, ReasonForm
from latchstring.web.client.people.views import page, the_record
from latchstring.web.common import notices, records
from latchstring.web.common.doors import client_door
from latchstring.web.common.requests import Request


@client_door
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Request, client_id: UUID) -> HttpResponse:
    record = the_record(request, client_id)
    form = ProposeForm(request.POST or None)
    if form.is_valid():
        try:
            propose_person(request.actor, record, **form.cleaned_data)
        except BadAsk as error:
            form.add_error(error.field or None, str(error))
        else:
            return _asked(request, record)
    return _page(request, record, form, "propose")


@client_door
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, client_id: UUID, access_id: UUID) -> HttpResponse:
    record = the_record(request, client_id)
    access = _access(request, record, access_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ask_removal(request.actor, access, reason=form.cleaned_data["reason"])
        except BadAsk as error:
            form.add_error(error.field or None, str(error))
        else:
            return _asked(request, record)
    return _page(request, record, form, "remove", access=access, you=access.person_id == request.actor.person_id)


@client_door
@require_POST
def withdraw(request: Request, client_id: UUID, ask_id: UUID) -> HttpResponse:
    record = the_record(request, client_id)
    ask = get_object_or_404(Ask.objects.visible_to(request.actor).select_related("client"), pk=ask_id, client=record)
    try:
        withdraw_ask(request.actor, ask)
    except Refusal as refusal:
        return page(request, record, refusal=str(refusal), status=409)
    notices.done(request, _("Taken back. Nothing changes."))
    return redirect("portal-people", record.pk)


def _access(request: Request, record: Client, access_id: UUID) -> Access:
    try:
        return the_access(request.actor, record, access_id)
    except Access.DoesNotExist as error:
        raise Http404 from error


def _asked(request: Request, record: Client) -> HttpResponse:
    notices.done(request, _("%(firm)s was asked. You hear from them by email.") % {"firm": request.firm.name})
    return redirect("portal-people", record.pk)


def _page(request: Request, record: Client, form: Form, name: str, **more: Any) -> HttpResponse:
    context = records.shown(request, record) | {"form": form, **more}
    return render(request, f"client/people/{name}.html", context, status=422 if form.is_bound else 200)
