"""Make a passkey for one's own login on this device."""

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from latchstring.accounts import devices
from latchstring.accounts.actions.add_factor import add_passkey
from latchstring.web.common import entry, notices, passkeys
from latchstring.web.common.own_login import second
from latchstring.web.common.own_login.side import Side
from latchstring.web.common.requests import Request


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy("So that you know it again in your list."),
        error_messages={"required": gettext_lazy("Give it a name: “My phone”, say.")},
    )
    credential = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)


def page(request: Request, side: Side) -> HttpResponse:
    request.actor.require_hands()
    here = devices.in_words(request.headers.get("User-Agent", ""))
    form = PasskeyForm(request.POST if request.method == "POST" else None, initial={"name": here})
    codes = _added(request, form) if form.is_valid() else None
    if codes is None:
        options = passkeys.options_to_make(request.user)
        return side.show(request, "second_passkey", status=422 if form.is_bound else 200, form=form, options=options)
    notices.done(request, _("Your passkey is ready"))
    return second.show_codes(request, side, codes) if codes else side.to("second")


def _added(request: Request, form: PasskeyForm) -> list[str] | None:
    credential = passkeys.made(form.cleaned_data["credential"])
    if credential is None:
        form.add_error(None, _("No passkey came from this device. Try again, or use an authenticator app."))
        return None
    key = request.session.session_key or ""
    codes = add_passkey(request.actor, name=form.cleaned_data["name"], credential=credential, keep=key)
    entry.proved_second(request)
    return codes
