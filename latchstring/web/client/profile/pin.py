"""One's own PIN, for who shares a login."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from latchstring.portals.actions.set_pin import BadPin, set_pin
from latchstring.portals.models import PortalUser
from latchstring.web.client.profile.passkeys import prove
from latchstring.web.common import limits, notices, records, who_is_here
from latchstring.web.common.doors import client_door
from latchstring.web.common.requests import Request


def _digits(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete, "inputmode": "numeric", "class": "input"})


class PinForm(forms.Form):
    """``remove`` is the second button."""

    current = forms.CharField(
        label=gettext_lazy("PIN you have now"), required=False, max_length=20, widget=_digits("off")
    )
    new = forms.CharField(
        label=gettext_lazy("New PIN"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("4 to 8 digits that the others would not guess."),
        widget=_digits("off"),
    )
    remove = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_one: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_one:
            del self.fields["current"]

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("remove"):
            self.cleaned_data["new"] = ""
        elif not self.cleaned_data.get("new"):
            self.add_error("new", _("Enter a new PIN."))


@sensitive_post_parameters("current", "new")
@require_http_methods(["GET", "HEAD", "POST"])
@client_door
def pin(request: Request) -> HttpResponse:
    request.actor.require_hands()
    person = PortalUser.objects.visible_to(request.actor).get(pk=request.actor.person_id)
    if not (person.pin or (request.household and request.household.is_shared)):
        return redirect("portal-profile")
    if person.is_locked and not person.pin and not who_is_here.proved(request):
        return prove(request)
    form = PinForm(request.POST if request.method == "POST" else None, has_one=bool(person.pin))
    if form.is_valid() and _saved(request, form):
        return redirect("portal-profile")
    context = records.shown(request) | {"form": form, "has_one": bool(person.pin)}
    return render(request, "client/pin.html", context, status=422 if form.is_bound else 200)


def _saved(request: Request, form: PinForm) -> bool:
    typed = form.cleaned_data
    try:
        spent = limits.spend(request, "pin", str(request.actor.person_id))
        key = request.session.session_key or ""
        proved = who_is_here.proved(request)
        set_pin(request.actor, current=typed.get("current", ""), new=typed["new"], proved=proved, keep=key)
    except limits.TooMany as error:
        form.add_error(None, str(error))
    except BadPin as error:
        form.add_error(error.field, str(error))
    else:
        spent.take_back()
        notices.done(request, _("Your PIN is set") if typed["new"] else _("Your PIN is taken away"))
        return True
    return False
