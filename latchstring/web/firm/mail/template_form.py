"""A template as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from latchstring.clients.models import Client
from latchstring.mail.models import Template
from latchstring.mail.words import FIELDS, OWN_WORDS
from latchstring.policy.actor import Actor
from latchstring.portals import message
from latchstring.portals.refusals import BadMessage

_SHOWN = 50  # clients to choose from for the preview
WHOSE = (("firm", _("The whole firm")), ("mine", _("Only me")))


class TemplateForm(forms.Form):
    """``kind`` decides which fields there are: messages have an owner, our own words a subject and a switch."""

    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Enter a name for the template.")}
    )
    subject = forms.CharField(
        label=_("Subject"), required=False, max_length=200, help_text=_("Empty means the one it has by itself.")
    )
    body = forms.CharField(
        label=_("Message"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": _("Write the message.")},
    )
    whose = forms.ChoiceField(label=_("Who can use it"), choices=WHOSE, widget=forms.RadioSelect)
    in_use = forms.BooleanField(label=_("Use it in place of the words that this email has by itself"), required=False)
    client: Any = forms.ModelChoiceField(None, label=_("Show it as for"), required=False)

    def __init__(self, data: Any = None, *, actor: Actor, kind: str, template: Template | None = None) -> None:
        self.kind = kind
        super().__init__(data, initial=_initial(template))
        for unused in ("whose",) if kind in OWN_WORDS else ("subject", "in_use"):
            del self.fields[unused]
        names = ", ".join(f"{{{name}}}" for name in OWN_WORDS.get(kind, tuple(FIELDS)))
        self.fields["body"].help_text = _("These fields are filled in for each person: %s") % names
        clients = Client.objects.visible_to(actor).filter(inactive_at=None).order_by("sort_name", "id")
        choice: Any = self.fields["client"]
        choice.queryset = Client.objects.visible_to(actor)
        choice.choices = [("", _("Yourself")), *((client.pk, client.name) for client in clients[:_SHOWN])]

    def clean_subject(self) -> str:
        return self._checked("subject")

    def clean_body(self) -> str:
        return self._checked("body")

    def _checked(self, name: str) -> str:
        try:
            return message.check(self.cleaned_data[name], OWN_WORDS.get(self.kind))
        except BadMessage as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def words(self) -> dict[str, Any]:
        """What the preview and the test need."""
        said = self.cleaned_data
        return {"subject": said.get("subject", ""), "body": said["body"], "client": said.get("client")}

    @property
    def as_saved(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "name": said["name"],
            "kind": self.kind,
            "subject": said.get("subject", ""),
            "body": said["body"],
            "personal": said.get("whose") == "mine",
            "in_use": said.get("in_use", False),
        }


def _initial(template: Template | None) -> dict[str, Any]:
    if template is None:
        return {"whose": "firm"}
    values = {name: getattr(template, name) for name in ("name", "subject", "body", "in_use")}
    return values | {"whose": "mine" if template.owner_id else "firm"}
