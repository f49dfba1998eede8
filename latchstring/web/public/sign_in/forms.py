"""The forms of logging in. An address is normalised; nothing else is judged here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from latchstring.accounts import passwords
from latchstring.accounts.models import User
from latchstring.kernel.addresses import normalise


class AddressForm(forms.Form):
    email = forms.CharField(
        label=_("Email"),
        max_length=320,
        error_messages={"required": _("Enter your email address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "username", "placeholder": "you@example.com"}),
    )

    def clean_email(self) -> str:
        try:
            return normalise(self.cleaned_data["email"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class LoginForm(AddressForm):
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        error_messages={"required": _("Enter your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "input"}),
    )


class CodeForm(forms.Form):
    code = forms.RegexField(
        r"^\s*(?:[0-9]\s*){6}$",
        label=_("Code"),
        max_length=20,
        error_messages={
            "required": _("Enter the six digits from the email."),
            "invalid": _("A code has six digits. Enter them as they stand in the email."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        help_text=_("12 characters or more. A short sentence works well."),
        max_length=1000,
        strip=False,
        error_messages={"required": _("Choose a password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, firm: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.firm = user, firm

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        passwords.check(password, email=self.user.email, name=self.user.name, firm=self.firm)
        return password


class PasskeyForm(forms.Form):
    """What the browser answers is JSON, put in by the page's script."""

    credential = forms.CharField(
        max_length=20_000,
        widget=forms.HiddenInput,
        error_messages={"required": _("This browser sent no passkey. Log in another way.")},
    )


class SecondStepForm(forms.Form):
    """A code of the app, a recovery code, or a passkey."""

    code = forms.RegexField(
        r"^\s*(?:[0-9]\s*){6}(?:(?:[0-9]\s*){2})?$",
        label=_("Code"),
        max_length=30,
        required=False,
        error_messages={"invalid": _("A code of the app has six digits, a recovery code has eight.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )
    credential = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)
    remember = forms.BooleanField(
        label=_("Remember this device for 30 days"),
        required=False,
        help_text=_("Only on a device that is yours alone."),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.cleaned_data["code"] and not self.cleaned_data["credential"]:
            self.add_error("code", _("Enter the code."))
        return self.cleaned_data
