"""What a person types about a client or a contact; wrong values come back as sentences."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from latchstring.accounts.models import TeamMember
from latchstring.clients.actions.set_contact_email import set_contact_email
from latchstring.clients.models import Client
from latchstring.kernel.addresses import BadAddress, normalise
from latchstring.policy.actor import Actor
from latchstring.portals.actions.change_email import change_email
from latchstring.portals.refusals import Refusal
from latchstring.web.firm.clients.people import Person

KINDS = (
    "Individual",
    "Married couple",
    "Sole proprietor",
    "Partnership",
    "C corporation",
    "S corporation",
    "Nonprofit",
    "Trust",
    "Estate",
)
NAME_MISSING = _("Enter a name.")


class AddressField(forms.CharField):
    """One email address as it was typed, once it is known to be one."""

    widget = forms.EmailInput(attrs={"autocomplete": "off"})

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        if typed:
            check_address(typed)
        return typed


def check_address(typed: str) -> str:
    """The normalised address, or a form error with its sentence."""
    try:
        return normalise(typed)
    except BadAddress as error:
        raise forms.ValidationError(str(error)) from error


class SavedForm(forms.Form):
    def save(self, action: Callable[..., Any], *subject: Any) -> Any:
        """What the action returns, or None with its sentence in the form."""
        try:
            return action(*subject, **self.cleaned_data)
        except (ValueError, Refusal) as error:
            self.add_error("email" if isinstance(error, BadAddress) else None, str(error))
            return None


class ClientForm(SavedForm):
    kinds = KINDS

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": NAME_MISSING})
    kind = forms.CharField(
        label=_("Type"), max_length=40, required=False, widget=forms.TextInput(attrs={"list": "client-kinds"})
    )
    number = forms.CharField(label=_("Client number"), max_length=60, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    street = forms.CharField(label=_("Street"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    region = forms.CharField(label=_("State or region"), max_length=60, required=False)
    postcode = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    fiscal_year_end = forms.CharField(label=_("Year end"), max_length=10, required=False, help_text=_("Like 12/31."))
    responsible = forms.ChoiceField(label=_("Responsible team member"), required=False)
    team = forms.MultipleChoiceField(
        label=_("Also assigned"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They can see it too."),
    )
    tags = forms.CharField(
        label=_("Tags"), max_length=300, required=False, help_text=_("Separate tags with commas, like “payroll, 1040”.")
    )

    def __init__(self, data: Any = None, *, members: Sequence[TeamMember], client: Client | None = None) -> None:
        super().__init__(data, initial=_initial(client) if client else None)
        self.members = {str(member.pk): member for member in members}
        choices = [(key, member.name) for key, member in self.members.items()]
        self.fields["responsible"].choices = [("", _("Nobody yet")), *choices]  # type: ignore[attr-defined]
        self.fields["team"].choices = choices  # type: ignore[attr-defined]

    def clean_responsible(self) -> TeamMember | None:
        return self.members.get(self.cleaned_data["responsible"])

    def clean_team(self) -> list[UUID]:
        return [self.members[key].pk for key in self.cleaned_data["team"]]

    def clean_tags(self) -> list[str]:
        names = dict.fromkeys(part.strip() for part in self.cleaned_data["tags"].split(","))
        if any(len(name) > 60 for name in names):
            raise forms.ValidationError(_("A tag can have 60 characters at most. Shorten the long one."))
        return [name for name in names if name]


def _initial(client: Client) -> dict[str, Any]:
    plain = ("name", "kind", "number", "phone", "street", "city", "region", "postcode", "fiscal_year_end")
    return {field: getattr(client, field) for field in plain} | {
        "responsible": str(client.responsible_id or ""),
        "team": [str(member_id) for member_id in client.assignments.values_list("member_id", flat=True)],
        "tags": ", ".join(client.tags.order_by("name").values_list("name", flat=True)),
    }


class ContactForm(SavedForm):
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": NAME_MISSING})
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class NewContactForm(ContactForm):
    email = AddressField(label=_("Email"), max_length=254, required=False)
    field_order = ("name", "email", "phone")


class EmailForm(SavedForm):
    email = AddressField(label=_("Email"), max_length=254, error_messages={"required": _("Enter an email address.")})


def write_address(actor: Actor, person: Person, *, email: str) -> Any:
    """A portal user's address is changed with all that hangs on it, a mere contact's alone."""
    if person.is_in and person.access:
        return change_email(actor, person.access.person, email=email)
    return person.contact and set_contact_email(actor, person.contact, email)
