"""The log's filter, read from the address."""

from uuid import UUID

from django import forms
from django.http import QueryDict

from latchstring.audit.names import Name
from latchstring.audit.queries import LogFilter

KINDS = sorted({name.split(".")[0] for name in Name})


class LogForm(forms.Form):
    q = forms.CharField(label="Search by name", required=False, max_length=100)
    name = forms.ChoiceField(
        label="What",
        required=False,
        choices=[("", "Any event"), *((kind, kind.capitalize()) for kind in KINDS)],
        widget=forms.Select(attrs={"class": "input"}),
    )
    since = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date", "class": "input"})
    )
    until = forms.DateField(
        label="To", required=False, widget=forms.DateInput(attrs={"type": "date", "class": "input"})
    )
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)


def read(query: QueryDict, zone: str) -> tuple[LogForm, LogFilter, UUID | None]:
    """What can't be read is shown at its field and left out of the filter."""
    form = LogForm(query)
    form.is_valid()
    said = form.cleaned_data
    where = LogFilter(
        q=said.get("q", ""),
        name=said.get("name", ""),
        since=said.get("since"),
        until=said.get("until"),
        zone=zone,
    )
    return form, where, said.get("before")
