"""The firm's settings as forms; what is allowed is decided by the actions."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from latchstring.firms.actions.change_firm import RANGES
from latchstring.firms.models import Branding, Firm
from latchstring.web.common import zones


class Number(forms.IntegerField):
    """A whole number within what the action allows, so that all wrong fields are named at once."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        least, most = RANGES[name]
        outside = format_lazy(_("Enter a number from {least} to {most}."), least=f"{least:,}", most=f"{most:,}")
        words: dict[str, Any] = {"required": _("Enter a number."), "invalid": _("Enter a whole number.")}
        words |= {"min_value": outside, "max_value": outside}
        super().__init__(min_value=least, max_value=most, error_messages=words, **kwargs)


class FirmForm(forms.Form):
    name = forms.CharField(label=_("Firm name"), error_messages={"required": _("Enter the firm’s name.")})
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones.choices,
        help_text=_("Dates and times on the firm’s pages are in this zone."),
        error_messages={"invalid_choice": _("Choose a time zone from the list.")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
        help_text=_("Clients see it on their home page and in emails."),
    )
    support_email = forms.CharField(
        label=_("Email for clients’ questions"), required=False, widget=forms.TextInput(attrs={"type": "email"})
    )
    street = forms.CharField(label=_("Address"), required=False)
    sender_address = forms.CharField(
        label=_("Send emails from"),
        required=False,
        widget=forms.TextInput(attrs={"type": "email"}),
        help_text=_("Your mail server has to allow this address. Empty means the one it was set up with."),
    )
    emails_a_minute = Number(
        "emails_a_minute",
        label=_("Emails a minute"),
        help_text=_("The most that leave in a minute, from 1 to 100,000. 0 means as fast as the server takes them."),
    )
    undo_seconds = Number(
        "undo_seconds",
        label=_("Seconds to undo a send"),
        help_text=_("So long after Send nothing leaves, and Undo takes it all back. From 0 to 600."),
    )
    invite_days = Number("invite_days", label=_("Days an invite stays open"), help_text=_("From 1 to 90."))
    invites_a_day = Number(
        "invites_a_day", label=_("Invites a day, for each team member"), help_text=_("From 1 to 100,000.")
    )
    dormant_months = Number(
        "dormant_months",
        label=_("Months without a login until access is suspended"),
        help_text=_("They are told before, and you let them in again with one click. 0 means never."),
    )
    dormant_days = Number("dormant_days", label=_("Days between the warning and that"), help_text=_("From 1 to 60."))
    resends_a_day = Number("resends_a_day", label=_("Invites a day, to one address"), help_text=_("From 1 to 50."))


class BrandingForm(forms.Form):
    colour = forms.CharField(label=_("Colour"), widget=forms.TextInput(attrs={"type": "color"}))
    welcome = forms.CharField(
        label=_("Welcome text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Shown on each client’s home page. Leave it empty to show nothing."),
    )


class DomainForm(forms.Form):
    host = forms.CharField(
        label=_("Name"),
        help_text=_("A name of your own domain, such as clients.example.com."),
        error_messages={"required": _("Enter the name that the portal should have, such as clients.example.com.")},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )


def firm_details(firm: Firm) -> dict[str, object]:
    return {name: getattr(firm, name) for name in FirmForm.base_fields}


def look(branding: Branding) -> dict[str, object]:
    return {"colour": branding.colour, "welcome": branding.welcome}
