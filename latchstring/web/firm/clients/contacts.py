"""The contacts of a client: add, edit, and the address each is written to."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from latchstring.clients.actions.add_contact import add_contact
from latchstring.clients.actions.update_contact import update_contact
from latchstring.clients.models import Contact
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.forms import ContactForm, EmailForm, NewContactForm, write_address
from latchstring.web.firm.clients.people import person_of
from latchstring.web.firm.clients.record import the_client


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    request.actor.require(Action.CLIENT_EDIT, client=client)
    form = NewContactForm(request.POST or None)
    if form.is_valid() and form.save(add_contact, request.actor, client):
        notices.done(request, _("%(name)s added") % {"name": form.cleaned_data["name"]})
        return redirect("client", client.pk)
    return _form(request, form, {"client": client, "here": _("Add contact")})


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, client_id: UUID, contact_id: UUID) -> HttpResponse:
    contact = the_contact(request, client_id, contact_id)
    request.actor.require(Action.CLIENT_EDIT, client=contact.client)
    form = ContactForm(request.POST or None, initial=vars(contact))
    if form.is_valid() and form.save(update_contact, request.actor, contact):
        notices.done(request, _("%(name)s saved") % {"name": form.cleaned_data["name"]})
        return redirect("client", client_id)
    others = Contact.objects.visible_to(request.actor).filter(client=client_id).exclude(pk=contact_id).exists()
    context = {"client": contact.client, "contact": contact, "here": contact.name, "others": others}
    return _form(request, form, context)


@staff_door
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: Request, client_id: UUID, contact_id: UUID) -> HttpResponse:
    contact = the_contact(request, client_id, contact_id)
    request.actor.require(Action.EMAIL_CHANGE, client=contact.client)
    person = person_of(request.actor, contact)
    form = EmailForm(request.POST or None, initial={"email": contact.email})
    if form.is_valid() and form.save(write_address, request.actor, person):
        notices.done(request, _("Email saved for %(name)s") % {"name": contact.name})
        return redirect("client", client_id)
    context = {"form": form, "client": contact.client, "contact": contact, "person": person, "here": contact.name}
    return render(request, "firm/clients/email.html", context, status=422 if form.is_bound else 200)


def the_contact(request: Request, client_id: UUID, contact_id: UUID) -> Any:
    rows = Contact.objects.visible_to(request.actor).select_related("client")
    return get_object_or_404(rows, pk=contact_id, client_id=client_id)


def _form(request: Request, form: ContactForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "firm/clients/contact.html", {"form": form, **context}, status=status)
