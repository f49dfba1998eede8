"""The menus that narrow All clients."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from latchstring.clients.models import Tag
from latchstring.policy.actor import Actor
from latchstring.web.firm.clients.params import STATES, ListQuery, active_members


@dataclass(frozen=True, slots=True)
class Choice:
    """One menu: the parameter it sets, its icon, its name, and (value, words, chosen) for each item."""

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
    members = [("", _("All team members")), *((str(one.pk), one.name) for one in active_members(actor))]
    tags = Tag.objects.visible_to(actor).order_by("name").values_list("name", flat=True)[:100]
    named = [("", _("All tags")), *((name, name) for name in tags)]
    return [
        Choice("show", "filter", _("Filter by active or inactive"), _options(STATES.items(), wanted.state)),
        Choice("team", "user", _("Filter by team member"), _options(members, str(wanted.team or ""))),
        *([Choice("tag", "filter", _("Filter by tag"), _options(named, wanted.tag))] if len(named) > 1 else []),
    ]


def _options(pairs: Iterable[tuple[str, str]], chosen: str) -> list[tuple[str, str, bool]]:
    return [(value, words, value == chosen) for value, words in pairs]
