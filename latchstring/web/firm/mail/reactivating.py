"""Reactivate: write to an address again that email came back from."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from latchstring.clients.models import Contact
from latchstring.mail.queries import inactive
from latchstring.policy.actions import Action
from latchstring.portals.actions.reactivate import LONGEST_REASON, reactivate
from latchstring.portals.models import PortalUser
from latchstring.portals.refusals import Refusal
from latchstring.web.common import notices
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager.back import way_back


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_lazy("Why does it work now?"),
        max_length=LONGEST_REASON,
        help_text=_lazy("For example: called them, their mailbox was full. It is kept in the audit log."),
        error_messages={"required": _lazy("Write why this address works now.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def of_person(request: Request, person_id: UUID) -> HttpResponse:
    person = get_object_or_404(PortalUser.objects.visible_to(request.actor), pk=person_id)
    return _answer(request, person.address, str(person), resolve_url("user-activity", person_id))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_door
def of_contact(request: Request, contact_id: UUID) -> HttpResponse:
    contact = get_object_or_404(Contact.objects.visible_to(request.actor).exclude(address=""), pk=contact_id)
    return _answer(request, contact.address, contact.name, resolve_url("client", contact.client_id))


def _answer(request: Request, address: str, name: str, page: str) -> HttpResponse:
    request.actor.require(Action.EMAIL_CHANGE)
    form = ReasonForm(request.POST or None)
    back = way_back(request, page)
    if form.is_valid() and _done(request, address, form):
        notices.done(request, _("Reactivated. A test email is on its way to %s.") % address)
        return redirect(back)
    state = inactive(request.firm.pk, [address]).get(address)
    shown = {"form": form, "address": address, "name": name, "state": state, "next": back}
    return render(request, "firm/mail/reactivate.html", shown, status=422 if request.method == "POST" else 200)


def _done(request: Request, address: str, form: ReasonForm) -> bool:
    try:
        reactivate(request.actor, address, reason=form.cleaned_data["reason"])
    except Refusal as refusal:
        form.add_error("reason", str(refusal))
        return False
    return True
