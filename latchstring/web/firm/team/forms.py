"""What is typed about the team; what is allowed is decided by the actions."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from latchstring.accounts.models import TeamMember
from latchstring.policy.actions import PERMISSION_NAMES, Action
from latchstring.policy.actor import Actor
from latchstring.policy.licences import ALWAYS, LICENCE_NAMES, Licence
from latchstring.web.firm.team import roles


class PersonForm(forms.Form):
    """Name, title, role and seats; the role is left out where it can't be changed."""

    name = forms.CharField(label=_("Name"), max_length=150, error_messages={"required": _("Enter a name.")})
    title = forms.CharField(
        label=_("Title"), max_length=80, required=False, help_text=_("Clients see it, like “Senior accountant”.")
    )
    role = forms.ChoiceField(
        label=_("Role"),
        error_messages={
            "required": _("Choose a role."),
            "invalid_choice": _("This role can’t be given. Choose one from the list."),
        },
    )
    seats = forms.MultipleChoiceField(
        label=_("Seats"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a seat, a function is hidden from this person."),
        error_messages={"invalid_choice": _("Choose licences from the list.")},
    )

    def __init__(self, *args: Any, actor: Actor, licences: frozenset[Licence], fixed: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        shown = [(each.value, LICENCE_NAMES[each]) for each in Licence if each in licences - ALWAYS]
        cast("forms.MultipleChoiceField", self.fields["seats"]).choices = shown
        if not shown:
            del self.fields["seats"]
        if fixed:
            del self.fields["role"]
        else:
            cast("forms.ChoiceField", self.fields["role"]).choices = roles.choices(actor)

    @property
    def seats_chosen(self) -> frozenset[Licence]:
        return frozenset(Licence(each) for each in self.cleaned_data.get("seats", ()))


class InviteForm(PersonForm):
    email = forms.CharField(
        label=_("Email"),
        max_length=320,
        error_messages={"required": _("Enter an email address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "name", "title", "role", "seats")


class PermissionSetForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60, error_messages={"required": _("Enter a name.")})
    clients = forms.ChoiceField(
        label=_("Clients"),
        widget=forms.RadioSelect,
        choices=[("all", _("All clients")), ("assigned", _("Assigned clients only"))],
        error_messages={"required": _("Choose which clients.")},
    )
    actions = forms.MultipleChoiceField(
        label=_("Permissions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (action.value, capfirst(PERMISSION_NAMES[action])) for action in Action if action is not Action.PORTAL_ENTER
        ],
        error_messages={"invalid_choice": _("Choose permissions from the list.")},
    )

    def answers(self) -> Mapping[str, Any]:
        return {
            "name": self.cleaned_data["name"],
            "actions": frozenset(Action(each) for each in self.cleaned_data["actions"]),
            "all_clients": self.cleaned_data["clients"] == "all",
        }


class ColleagueForm(forms.Form):
    """To whom clients go; with ``optional`` also to nobody."""

    to = forms.ChoiceField(
        label=_("Hand their clients over to"),
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("This colleague is not on the team any more. Choose another one."),
        },
    )

    def __init__(self, *args: Any, actor: Actor, leaving: TeamMember, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = TeamMember.objects.visible_to(actor).filter(deactivated_at=None).exclude(pk=leaving.pk)
        colleagues = [(str(each.pk), each.name) for each in others.order_by("name")]
        nobody = _("Nobody for now") if optional else _("Choose a colleague")
        field = cast("forms.ChoiceField", self.fields["to"])
        field.choices = [("", nobody), *colleagues]
        field.required = not optional


def person_initial(member: TeamMember) -> dict[str, Any]:
    return {"name": member.name, "title": member.title, "role": roles.value_of(member), "seats": member.seats}
