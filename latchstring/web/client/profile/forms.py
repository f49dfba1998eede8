"""What a client may change of their profile."""

from datetime import UTC, datetime, time
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.portals.models import PortalUser
from latchstring.portals.reading import MAY_BE_OFF
from latchstring.ui import moments
from latchstring.web.common import zones

_KEPT = ("name", "phone", "time_zone", "language", "quiet_from", "quiet_until")
_HOURS = [(hour, time(hour).strftime("%-I %p")) for hour in range(24)]


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

    language = forms.ChoiceField(
        label=_("Language and dates"),
        required=False,
        help_text=_("The portal speaks English. This is how it writes dates and times."),
        error_messages={"invalid_choice": _("Choose a language from the list.")},
    )
    emails = forms.MultipleChoiceField(
        label=_("Email me when"),
        choices=list(MAY_BE_OFF.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Invites, codes and news about your login always come."),
        error_messages={"invalid_choice": _("This email can’t be switched off.")},
    )

    quiet_from = forms.TypedChoiceField(
        label=_("No news by email from"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose the hours from the list.")},
    )
    quiet_until = forms.TypedChoiceField(
        label=_("Until"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("News of that time arrives together when it is over."),
        error_messages={"invalid_choice": _("Choose the hours from the list.")},
    )

    def __init__(self, *args: Any, firm: Firm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = _("The same as %(firm)s") % {"firm": firm.name}
        cast("forms.ChoiceField", self.fields["time_zone"]).choices = [("", theirs), *zones.choices()]
        cast("forms.ChoiceField", self.fields["language"]).choices = [("", theirs), *_languages()]
        for name in ("quiet_from", "quiet_until"):
            cast("forms.ChoiceField", self.fields[name]).choices = [("", _("No quiet hours")), *_HOURS]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        hours = {name: said.get(name) for name in ("quiet_from", "quiet_until")}
        if not hours.keys() & self.errors.keys() and (hours["quiet_from"] is None) != (hours["quiet_until"] is None):
            self.add_error("quiet_until", _("Choose both hours, or neither."))
        return said

    def wanted(self) -> dict[str, Any]:
        """What was typed, as the action takes it: ticked emails come, the others are off."""
        typed = dict(self.cleaned_data)
        ticked = set(typed.pop("emails"))
        first, last = typed.pop("quiet_from"), typed.pop("quiet_until")
        typed["quiet"] = None if first is None or last is None else (first, last)
        return typed | {"emails_off": [kind for kind in MAY_BE_OFF if kind not in ticked]}


def initial(person: PortalUser) -> dict[str, Any]:
    kept = {field: getattr(person, field) for field in _KEPT}
    return kept | {"emails": [kind for kind in MAY_BE_OFF if kind not in person.emails_off]}


def _languages() -> list[tuple[str, str]]:
    """Each with the first of March, as it would write it."""
    first = datetime(clock.now().year, 3, 1, 14, 30, tzinfo=UTC)
    return [(code, f"{name}: {moments.sample(first, code)}") for code, name in settings.LANGUAGES]
