"""What is typed while setting up; the same rules as in the settings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from latchstring.web.firm.settings.forms import FirmForm


class ContactForm(forms.Form):
    phone = FirmForm.base_fields["phone"]
    support_email = FirmForm.base_fields["support_email"]
    street = FirmForm.base_fields["street"]


class LogoForm(forms.Form):
    logo = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, up to 2 MB. A wide one on a clear background works best."),
        error_messages={
            "required": _("Choose a picture."),
            "empty": _("This file is empty. Choose another one."),
            "missing": _("Choose a picture."),
        },
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        allow_empty_file=False,
    )


class TestEmailForm(forms.Form):
    sender_address = FirmForm.base_fields["sender_address"]
    to = forms.CharField(
        label=_("Send a test to"),
        max_length=320,
        error_messages={"required": _("Enter an email address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
