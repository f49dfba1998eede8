"""What is open to somebody, and until when: asked when they are invited, and when it is changed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from latchstring.firms.models import Firm
from latchstring.policy.scopes import SCOPE_NAMES, Scope
from latchstring.portals.ends import NO_LIMITS, BadEnd, Limits, end_of


class LimitsForm(forms.Form):
    scope = forms.ChoiceField(
        label=_lazy("What is open"),
        choices=[*SCOPE_NAMES.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": _lazy("Choose what is open."),
            "invalid_choice": _lazy("Choose what is open from the list."),
        },
    )
    until = forms.DateField(
        label=_lazy("Last day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
        error_messages={"invalid": _lazy("Enter the day like 2027-04-30, or leave it empty.")},
    )

    def __init__(self, data: Any = None, *, firm: Firm, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.firm = firm
        zone = firm.time_zone.rpartition("/")[2].replace("_", " ")
        self.fields["until"].help_text = _("Open until the end of this day, %(zone)s time. Empty: no end.") % {
            "zone": zone
        }


class InviteLimitsForm(LimitsForm):
    """Everything and no end, unless somebody says so; a window without these fields says nothing."""

    def __init__(self, data: Any = None, *, firm: Firm) -> None:
        super().__init__(data if data and "scope" in data else None, firm=firm, initial={"scope": Scope.EVERYTHING})

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        try:
            return until and (end_of(until, self.firm) and until)
        except BadEnd as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def right(self) -> bool:
        return not self.is_bound or self.is_valid()

    @property
    def limits(self) -> Limits:
        if not self.is_bound or not self.is_valid():
            return NO_LIMITS
        return Limits(Scope(self.cleaned_data["scope"]), self.cleaned_data["until"])

    @property
    def said(self) -> bool:
        """Whether the fields have to be seen: something was chosen, or is wrong."""
        return bool(self.limits) or not self.right
