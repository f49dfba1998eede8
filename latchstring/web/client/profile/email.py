"""One's own address: a code goes to the new one, and only with it does anything change."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from latchstring.kernel.addresses import BadAddress, normalise
from latchstring.portals.actions.change_own_email import change_own_email
from latchstring.portals.models import PortalUser
from latchstring.web.client.profile.passkeys import prove
from latchstring.web.common import emailed_code, limits, notices, records, who_is_here
from latchstring.web.common.doors import client_door
from latchstring.web.common.requests import Request


class AddressForm(forms.Form):
    email = forms.CharField(
        label=gettext_lazy("New email"),
        max_length=254,
        error_messages={"required": gettext_lazy("Enter an email address like name@example.com.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_email(self) -> str:
        try:
            address = normalise(self.cleaned_data["email"])
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from error
        if address == self.now:
            raise forms.ValidationError(_("This is the address we have. Enter the new one."))
        return str(self.cleaned_data["email"])


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        error_messages={"required": gettext_lazy("Enter the six digits from the email.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@client_door
def email(request: Request) -> HttpResponse:
    """The same answer whatever the address is to the firm: nobody learns here who else has a login."""
    person = _me(request)
    if person.is_locked and not who_is_here.proved(request):
        return prove(request)
    form = AddressForm(request.POST if request.method == "POST" else None, now=person.address)
    if form.is_valid():
        try:
            limits.spend(request, "code", str(person.pk))
            emailed_code.send(request, _use(person), form.cleaned_data["email"])
            return redirect("portal-email-code")
        except limits.TooMany as error:
            form.add_error(None, str(error))
    return _page(request, "client/email.html", form, email=person.email)


@require_http_methods(["GET", "HEAD", "POST"])
@client_door
def code(request: Request) -> HttpResponse:
    person = _me(request)
    address = emailed_code.waits(request, _use(person))
    if not address:
        return redirect("portal-email")
    if person.is_locked and not who_is_here.proved(request):
        return prove(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _changed(request, person, form, address):
        return redirect("portal-profile")
    return _page(request, "client/email_code.html", form, address=address)


def _me(request: Request) -> PortalUser:
    request.actor.require_hands()
    person: PortalUser = PortalUser.objects.visible_to(request.actor).get(pk=request.actor.person_id)
    return person


def _use(person: PortalUser) -> str:
    """Of this person alone, where others share the login and this browser."""
    return f"address_code:{person.pk}"


def _changed(request: Request, person: PortalUser, form: forms.Form, address: str) -> bool:
    if not emailed_code.fits(request, "".join(form.cleaned_data["code"].split()), _use(person)):
        form.add_error("code", _("This code does not fit, or works no more. Look at the newest email."))
        return False
    key, proved = request.session.session_key or "", who_is_here.proved(request)
    try:
        moved = change_own_email(request.actor, email=address, proved=proved, keep=key)
    except BadAddress:
        form.add_error("code", _("This address can’t be used here. Use another one, or ask %s.") % request.firm.name)
        return False
    said = _("Your email is changed. Log in with %s from now on.")
    confirm = _("Your email is changed. To log in with it, open the link that we sent to %s.")
    notices.done(request, (said if moved else confirm) % address)
    return True


def _page(request: Request, template: str, form: forms.Form, **context: str) -> HttpResponse:
    shown = records.shown(request) | {"form": form, **context}
    return render(request, template, shown, status=422 if form.is_bound else 200)
