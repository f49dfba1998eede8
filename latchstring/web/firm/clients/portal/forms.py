"""What is typed in the Client Portal window beside its list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from latchstring.kernel.addresses import normalise
from latchstring.mail.queries import inactive
from latchstring.policy.actor import Actor
from latchstring.portals.message import check
from latchstring.portals.refusals import BadMessage
from latchstring.web.firm.clients.forms import AddressField
from latchstring.web.firm.clients.portal.lines import Line


class MessageForm(forms.Form):
    """The text stays where the switch is off, but it is not checked and not sent."""

    personal = forms.BooleanField(required=False)
    message = forms.CharField(required=False, strip=False)

    def clean_message(self) -> str:
        typed: str = self.cleaned_data["message"]
        try:
            return check(typed) if self.cleaned_data.get("personal") else typed
        except BadMessage as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def note(self) -> str:
        return self.cleaned_data["message"] if self.cleaned_data["personal"] else ""


class NewcomerForm(forms.Form):
    """Somebody who is not in the list yet."""

    new_email = AddressField(
        label=_("Enter the email of a new person"),
        max_length=254,
        error_messages={"required": _("Enter the email of the new person.")},
    )
    new_name = forms.CharField(label=_("Name (optional)"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, actor: Actor, lines: Sequence[Line], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.actor = actor
        self.taken = {line.normal: line for line in lines if line.normal}

    def clean_new_email(self) -> str:
        typed: str = self.cleaned_data["new_email"]
        address = normalise(typed)
        if same := self.taken.get(address):
            name = same.name or same.email
            raise forms.ValidationError(_("%(name)s already has this address."), params={"name": name})
        if inactive(self.actor.firm_id, [address]):
            raise forms.ValidationError(_("Email to this address came back. Enter another one."))
        return typed

    @property
    def typed(self) -> dict[str, str]:
        return {name: self.data.get(name, "").strip() for name in self.fields}

    def line(self) -> Line:
        email, name = self.cleaned_data["new_email"], self.cleaned_data["new_name"]
        return Line(email, name, email, ticked=True)
