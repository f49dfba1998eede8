"""What a client may change of their profile."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from latchstring.firms.models import Firm
from latchstring.portals.models import PortalUser
from latchstring.web.common import zones


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        error_messages={"invalid_choice": _("Choose a time zone from the list.")},
    )

    def __init__(self, *args: Any, firm: Firm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = _("The same as %(firm)s") % {"firm": firm.name}
        cast("forms.ChoiceField", self.fields["time_zone"]).choices = [("", theirs), *zones.choices()]


def initial(person: PortalUser) -> dict[str, str]:
    return {"name": person.name, "phone": person.phone, "time_zone": person.time_zone}
