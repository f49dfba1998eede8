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
RELATIONS = ("Spouse or partner", "Owner", "Officer", "Bookkeeper", "Trustee", "Executor", "Parent", "Child")
LINKS = ("Spouse or partner", "Owner and business", "Related business", "Same family", "Trust or estate")
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


class TeamForm(SavedForm):
    responsible = forms.ChoiceField(label=_("Responsible team member"), required=False)
    team = forms.MultipleChoiceField(
        label=_("Also assigned"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They can see it too."),
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


class ClientForm(TeamForm):
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
    tags = forms.CharField(
        label=_("Tags"), max_length=300, required=False, help_text=_("Separate tags with commas, like “payroll, 1040”.")
    )

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
    relations = RELATIONS

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": NAME_MISSING})
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    relation = forms.CharField(
        label=_("Relation"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "relations"}),
        help_text=_("What they are to the client, like “Spouse or partner”."),
    )


class NewContactForm(ContactForm):
    email = AddressField(label=_("Email"), max_length=254, required=False)
    field_order = ("name", "email", "phone", "relation")


class EmailForm(SavedForm):
    email = AddressField(label=_("Email"), max_length=254, error_messages={"required": _("Enter an email address.")})


def write_address(actor: Actor, person: Person, *, email: str) -> Any:
    """A portal user's address is changed with all that hangs on it, a mere contact's alone."""
    if person.is_in and person.access:
        return change_email(actor, person.access.person, email=email)
    return person.contact and set_contact_email(actor, person.contact, email)


class NoteForm(SavedForm):
    text = forms.CharField(
        label=_("Note"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write something first.")},
    )


class LinkForm(SavedForm):
    relations = LINKS

    other = forms.ChoiceField(
        label=_("Client"), widget=forms.RadioSelect, error_messages={"required": _("Choose the client to link to.")}
    )
    relation = forms.CharField(
        label=_("Relation"), max_length=60, required=False, widget=forms.TextInput(attrs={"list": "relations"})
    )

    def __init__(self, data: Any = None, *, found: Sequence[Client]) -> None:
        super().__init__(data)
        named = [(str(one.pk), f"{one.name} ({one.number})" if one.number else one.name) for one in found]
        self.fields["other"].choices = named  # type: ignore[attr-defined]


class MergeForm(SavedForm):
    """For each detail in which two contacts differ, which of the two values to keep."""

    name = forms.ChoiceField(label=_("Name"), widget=forms.RadioSelect)
    email = forms.ChoiceField(label=_("Email"), widget=forms.RadioSelect, required=False)
    phone = forms.ChoiceField(label=_("Phone"), widget=forms.RadioSelect, required=False)
    relation = forms.ChoiceField(label=_("Relation"), widget=forms.RadioSelect, required=False)

    def __init__(self, data: Any = None, *, both: Sequence[Any], staying: Sequence[str] = ()) -> None:
        """An address with access to the portal is ``staying`` and stands first."""
        super().__init__(data)
        both = sorted(both, key=lambda one: one.email not in staying)
        for name, field in self.fields.items():
            values = list(dict.fromkeys(value for one in both if (value := getattr(one, name))))
            field.choices = [(value, value) for value in values]  # type: ignore[attr-defined]
            field.initial = values[0] if values else ""

    @property
    def open_fields(self) -> list[Any]:
        return [self[name] for name, field in self.fields.items() if len(field.choices) > 1]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What does not differ is not asked for."""
        for name, field in self.fields.items():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.cleaned_data[name] = field.initial
        return self.cleaned_data
