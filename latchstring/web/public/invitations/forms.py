"""What a new portal user says: a name, and a password, or a passkey to come, or neither."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PASSKEY = "passkey"


class NewLoginForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("12 characters or more. A short sentence works well."),
        max_length=1000,
        strip=False,
        required=False,
        error_messages={"required": _("Choose a password, or continue without one.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    without = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> None:
        """The other buttons go without a password, whatever stands in the field."""
        super().clean()
        if self.cleaned_data.get("without"):
            self.errors.pop("password", None)
            self.cleaned_data["password"] = None
        elif not self.cleaned_data.get("password") and "password" not in self.errors:
            self.add_error("password", self.fields["password"].error_messages["required"])

    @property
    def wants_passkey(self) -> bool:
        """It is made on the next page, once there is a login that it belongs to."""
        return bool(self.cleaned_data["without"] == PASSKEY)

    def answers(self) -> dict[str, Any]:
        """The name, and the password or None."""
        return {key: self.cleaned_data[key] for key in ("name", "password")}
