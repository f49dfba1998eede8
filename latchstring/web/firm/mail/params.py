"""The filter of the email log, read from the address."""

from contextlib import suppress
from dataclasses import replace

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from latchstring.accounts.models import TeamMember
from latchstring.clients.models import Contact
from latchstring.clients.search import matching
from latchstring.kernel.addresses import BadAddress, normalise
from latchstring.mail.kinds import KINDS
from latchstring.mail.log import STATES, LogFilter, subjects_with, written_to
from latchstring.policy.actor import Actor
from latchstring.portals.models import PortalUser
from latchstring.portals.search import people_found

_MOST = 200  # addresses that one search stands for
_STRANGERS = 20
_SUBJECTS = 50  # letters, the newest
STATE_NAMES = {
    "waiting": _("Waiting"),
    "sent": _("Sent"),
    "failed": _("Failed"),
    "inactive": _("Came back"),
    "complained": _("Called spam"),
    "withheld": _("Not sent, email inactive"),
    "cancelled": _("Cancelled"),
}


class LogForm(forms.Form):
    q = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(
        required=False,
        choices=[("", _("Any outcome")), *((each, STATE_NAMES[each]) for each in STATES)],
        widget=forms.Select(attrs={"class": "input"}),
    )
    kind = forms.ChoiceField(
        required=False,
        choices=[("", _("Any kind")), *KINDS.items()],
        widget=forms.Select(attrs={"class": "input"}),
    )


def read(actor: Actor, query: QueryDict) -> tuple[LogForm, LogFilter]:
    """What can't be read is left out of the filter."""
    form = LogForm(query)
    form.is_valid()
    said = form.cleaned_data
    words, where = said.get("q", ""), LogFilter(said.get("state", ""), said.get("kind", ""))
    if words:
        where = replace(where, addresses=_addresses(actor, words), letters=subjects_with(actor, words, _SUBJECTS))
    return form, where


def _addresses(actor: Actor, words: str) -> list[str]:
    """What was typed, if it is an address, and those of everybody whose name or address has these words.

    Of strangers, those that begin with them.
    """
    found = {words, *written_to(actor, words.strip(), _STRANGERS)}
    with suppress(BadAddress):
        found.add(normalise(words))
    people = PortalUser.objects.visible_to(actor).filter(pk__in=people_found(actor, words))
    for pair in people.values_list("email", "address")[:_MOST]:
        found.update(pair)
    contacts = Contact.objects.visible_to(actor).filter(client__in=matching(words).values("client_id"))
    for pair in contacts.exclude(address="").values_list("email", "address")[:_MOST]:
        found.update(pair)
    named = Q(name__icontains=words) | Q(user__email__icontains=words)
    team = TeamMember.objects.visible_to(actor).filter(named).select_related("user")
    found.update(member.email for member in team[:_MOST])
    return sorted(each for each in found if each)
