"""“Who is here?”: where several people share a login, one of them says so; and switching between them."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from latchstring.portals.actions.choose_person import choose_person
from latchstring.portals.actions.record_login import record_login
from latchstring.portals.actors import household
from latchstring.portals.household import Household, Member
from latchstring.portals.passkeys import WrongPasskey, named
from latchstring.portals.pins import WrongPin
from latchstring.web.common import limits, own_passkeys, who_is_here
from latchstring.web.common.doors import public_door
from latchstring.web.common.requests import Request
from latchstring.web.public.sign_in import going_on
from latchstring.web.public.sign_in.pages import form_page, posted, too_many

TEMPLATE = "public/sign_in/who.html"


class WhoForm(forms.Form):
    person = forms.TypedChoiceField(
        label=gettext_lazy("Your name"),
        coerce=UUID,
        widget=forms.RadioSelect,
        empty_value=None,
        error_messages={"required": gettext_lazy("Choose your name.")},
    )
    pin = forms.CharField(
        label=gettext_lazy("Your PIN"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Only if you have set one."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "input"}),
    )

    credential = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, them: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.choices = [(str(key), member.actor.name) for key, member in them.members.items()]
        self.owners = {kept["id"]: key for key, member in them.members.items() for kept in member.passkeys}
        field.required = not self.data.get("credential")
        if not any(member.has_pin for member in them.members.values()):
            del self.fields["pin"]

    def clean(self) -> dict[str, Any]:
        """A passkey also says whose it is."""
        typed = self.cleaned_data
        if "person" in typed and not typed["person"]:
            typed["person"] = self.owners.get(named(typed.get("credential", "")))
            if not typed["person"]:
                self.add_error("person", _("This passkey opens nothing here. Choose your name."))
        return typed


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
@public_door
def who(request: Request) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("login")
    them = household(request.user, request.firm)
    if not them.is_shared:
        return redirect("start")
    form = WhoForm(posted(request), them=them, initial={"person": who_is_here.said(request)})
    if request.method == "POST" and form.is_valid():
        return _try(request, form, them)
    return form_page(request, TEMPLATE, form, **_around(request, them))


def _try(request: Request, form: WhoForm, them: Household) -> HttpResponse:
    member, said = them.members[form.cleaned_data["person"]], form.cleaned_data["credential"]
    passkey = own_passkeys.shown(request, said) if said else None
    try:
        spent = limits.spend(request, "pin", str(member.actor.person_id))
        choose_person(member, pin=form.cleaned_data.get("pin", ""), passkey=passkey)
    except limits.TooMany as error:
        return too_many(request, TEMPLATE, form, error, **_around(request, them))
    except WrongPin as error:
        form.add_error("pin", _said_wrong(request, member, form, shut=error.shut))
        return form_page(request, TEMPLATE, form, **_around(request, them))
    except WrongPasskey:
        form.add_error("person", _("Show the passkey of %s.") % member.actor.name)
        return form_page(request, TEMPLATE, form, **_around(request, them))
    spent.take_back()
    before = them.actor(who_is_here.said(request))
    who_is_here.note(request, member.actor, before, proved=member.locked)
    if before is None or before.person_id != member.actor.person_id:
        record_login(member.actor, session_key=request.session.session_key or "")
    return HttpResponseRedirect(going_on.asked_for(request) or resolve_url("portal-home"))


def _around(request: Request, them: Household) -> dict[str, str]:
    """The address of the login, and what the browser is asked where somebody has a passkey."""
    kept = [each for member in them.members.values() for each in member.passkeys]
    return {"login": request.user.email, "options": own_passkeys.options_to_show(request, kept) if kept else ""}


def _said_wrong(request: Request, member: Member, form: WhoForm, *, shut: bool) -> str:
    if shut:
        return _("There were too many wrong PINs. Ask %s to reset it.") % request.firm.name
    if not form.cleaned_data["pin"]:
        return _("%s has a PIN. Enter it.") % member.actor.name
    return _("This is not the PIN of %s.") % member.actor.name
