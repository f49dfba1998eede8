"""What is typed in the Manager: the message and the moment of a send, an email, a template's name."""

from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.addresses import BadAddress, normalise
from latchstring.portals import message
from latchstring.portals.refusals import BadMessage, BadSelection
from latchstring.web.firm.manager.choosing import CHOSEN, WHO
from latchstring.web.firm.manager.selecting import posted_selection


class MessageForm(forms.Form):
    """The switch and the text. The text stays where the switch is off, but is not sent."""

    personal = forms.BooleanField(required=False)
    message = forms.CharField(required=False, strip=False)
    from_template = forms.CharField(required=False, max_length=80)

    def clean_message(self) -> str:
        if not self.cleaned_data.get("personal"):
            return ""
        return checked(self.cleaned_data["message"])


def checked(text: str) -> str:
    try:
        return message.check(text)
    except BadMessage as error:
        raise forms.ValidationError(str(error)) from error


class InviteForm(MessageForm):
    """``cleaned_data`` holds ``selection`` (Selection) and ``starts_at`` (datetime or None for now)."""

    selection = forms.CharField(required=False)
    request_key = forms.CharField(max_length=64, error_messages={"required": "Open this window again to send."})
    who = forms.ChoiceField(choices=[*(WHO | CHOSEN).items()])
    when = forms.ChoiceField(choices=[("now", "Send now"), ("later", "Schedule")])
    date = forms.DateField(required=False, error_messages={"invalid": "Enter the day like 2026-03-11."})
    time = forms.TimeField(required=False, error_messages={"invalid": "Enter the time like 9:00 AM."})

    def __init__(self, data: Any, *, firm: Firm) -> None:
        self.zone = ZoneInfo(firm.time_zone)
        super().__init__(data)

    def clean_selection(self) -> Any:
        try:
            return posted_selection(cast(QueryDict, self.data))
        except BadSelection as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["starts_at"] = None
        if said.get("when") == "later" and not {"date", "time"} & self.errors.keys():
            said["starts_at"] = self._moment(said.get("date"), said.get("time"))
        return said

    def _moment(self, day: Any, time: Any) -> datetime | None:
        if not day or not time:
            self.add_error("date", "Choose the day and the time to send.")
            return None
        moment = datetime.combine(day, time, self.zone)
        if moment <= clock.now():
            self.add_error("date", "This time has passed. Choose a later one, or send now.")
        return moment


class EmailForm(forms.Form):
    email = forms.CharField(
        label="New email",
        strip=True,
        error_messages={"required": "Enter an email address like name@example.com."},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "maxlength": 254}),
    )

    def clean_email(self) -> str:
        try:
            normalise(self.cleaned_data["email"])
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from error
        return str(self.cleaned_data["email"])


class TemplateForm(forms.Form):
    name = forms.CharField(max_length=80, error_messages={"required": "Enter a name for the template."})
    message = forms.CharField(strip=False, error_messages={"required": "Write the message first, then save it."})

    def clean_message(self) -> str:
        return checked(self.cleaned_data["message"])
