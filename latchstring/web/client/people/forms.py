"""What a client types to ask for a change."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ProposeForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        error_messages={"required": _("Enter the name of the person.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.CharField(
        label=_("Email"),
        max_length=254,
        error_messages={"required": _("Enter an email address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    relation = forms.CharField(
        label=_("Who they are to you"),
        max_length=60,
        required=False,
        help_text=_("Like spouse, bookkeeper or business partner."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason (optional)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("This is longer than 1000 characters. Shorten it.")},
    )
