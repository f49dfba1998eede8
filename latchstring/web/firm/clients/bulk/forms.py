"""What to do with many clients, and with which value."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from latchstring.accounts.models import TeamMember
from latchstring.clients.actions.archive_clients import archive_clients
from latchstring.clients.actions.assign_clients import assign_clients
from latchstring.clients.actions.set_responsible import set_responsible
from latchstring.clients.actions.tag_clients import tag_clients
from latchstring.clients.bulk.chosen import Chosen
from latchstring.clients.models import BulkChange
from latchstring.policy.actor import Actor


class BulkForm(forms.Form):
    """``kind`` says which one field there is, if any."""

    tags = forms.CharField(
        label=_("Tags"),
        max_length=300,
        help_text=_("Separate tags with commas."),
        widget=forms.TextInput(attrs={"list": "known-tags", "autocomplete": "off"}),
        error_messages={"required": _("Type the name of a tag.")},
    )
    member = forms.ChoiceField(label=_("Team member"), error_messages={"required": _("Choose a member of the team.")})

    def __init__(self, data: Any = None, *, kind: str, members: Sequence[TeamMember]) -> None:
        super().__init__(data)
        self.kind = kind
        self.members = {str(member.pk): member for member in members}
        named = [(key, member.name) for key, member in self.members.items()]
        first = ("", _("Nobody")) if kind == "responsible" else ("", _("Choose a member"))
        self.fields["member"].choices = [first, *named]  # type: ignore[attr-defined]
        self.fields["member"].required = kind != "responsible"
        wanted = {"tag": "tags", "untag": "tags", "assign": "member", "unassign": "member", "responsible": "member"}
        for name in list(self.fields):
            if name != wanted.get(kind):
                del self.fields[name]

    def run(self, actor: Actor, chosen: Chosen) -> BulkChange | None:
        """What was done, or None with its sentence in the form."""
        try:
            return self._verb(actor, chosen)
        except ValueError as error:
            self.add_error(None, str(error))
            return None

    def _verb(self, actor: Actor, chosen: Chosen) -> BulkChange:
        member = self.members.get(self.cleaned_data.get("member", ""))
        verbs: dict[str, Callable[[], BulkChange]] = {
            "responsible": lambda: set_responsible(actor, chosen, member),
            "archive": lambda: archive_clients(actor, chosen),
            "restore": lambda: archive_clients(actor, chosen, on=False),
        }
        if self.kind in verbs:
            return verbs[self.kind]()
        if self.kind in {"tag", "untag"}:
            names = self.cleaned_data["tags"].split(",")
            return tag_clients(actor, chosen, names, on=self.kind == "tag")
        if member is None:
            raise ValueError(_("Choose a member of the team."))
        return assign_clients(actor, chosen, member, on=self.kind == "assign")
