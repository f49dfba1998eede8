"""The first step of setting up: the firm and its owner."""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

_ELSEWHERE = ("Etc/", "SystemV/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/")


def time_zones() -> list[tuple[str, str]]:
    """The zones named by a place, as people look for them."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(_ELSEWHERE))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


class SetupForm(forms.Form):
    name = forms.CharField(
        label=_("Firm’s name"), max_length=120, error_messages={"required": _("Enter the firm’s name.")}
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, initial="America/New_York")
    owner_name = forms.CharField(
        label=_("Your name"), max_length=150, error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    owner_email = forms.CharField(
        label=_("Your email"), max_length=254, error_messages={"required": _("Enter your email address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), strip=False, error_messages={"required": _("Choose a password.")},
        help_text=_("At least 12 characters. A few words in a row are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
