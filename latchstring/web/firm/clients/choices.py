"""The menus that narrow All clients."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from latchstring.clients.models import Tag
from latchstring.policy.actor import Actor
from latchstring.web.firm.clients.params import STATES, ListQuery, active_members

PORTALS = {
    "": "Any portal",
    "none": "Nobody invited",
    "invited": "Invited, nobody in yet",
    "accepted": "Somebody has accepted",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One menu: the parameter it sets, its icon or none, its name, and (value, words, chosen) for each item."""

    name: str
    icon: str
    title: str
    options: list[tuple[str, str, bool]]

    @property
    def label(self) -> str:
        return next((words for _value, words, chosen in self.options if chosen), self.options[0][1])

    @property
    def hidden(self) -> str:
        """What the form carries when another menu is used; the first item is the default."""
        return next((value for value, _words, chosen in self.options[1:] if chosen), "")


def choices(actor: Actor, query: ListQuery) -> list[Choice]:
    wanted = query.filter
    members = [(str(one.pk), one.name) for one in active_members(actor)]
    me = str(actor.member_id)
    mine = [(me, _("Assigned to me")), *(one for one in members if one[0] != me)]
    tags = Tag.objects.visible_to(actor).order_by("name").values_list("name", flat=True)[:200]
    named = [("", _("All tags")), *((name, name) for name in tags)]
    return [
        Choice("show", "filter", _("Filter by active or archived"), _options(STATES.items(), wanted.state)),
        Choice("portal", "", _("Filter by Client Portal"), _options(PORTALS.items(), wanted.portal)),
        Choice(
            "team",
            "",
            _("Filter by who is assigned"),
            _options([("", _("Anyone assigned")), *mine], str(wanted.team or "")),
        ),
        Choice(
            "responsible",
            "",
            _("Filter by responsible team member"),
            _options([("", _("Anyone responsible")), *members], str(wanted.responsible or "")),
        ),
        *([Choice("tag", "", _("Filter by tag"), _options(named, wanted.tag))] if len(named) > 1 else []),
    ]


def _options(pairs: Iterable[tuple[str, str]], chosen: str) -> list[tuple[str, str, bool]]:
    return [(value, words, value == chosen) for value, words in pairs]
