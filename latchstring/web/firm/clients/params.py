"""What the address of All clients says, and what can be chosen from there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from latchstring.accounts.models import TeamMember
from latchstring.clients.queries import PORTALS, SORTS, ClientFilter
from latchstring.policy.actor import Actor

STATES = {"active": "Active clients", "inactive": "Archived clients", "all": "All clients"}
COLUMNS = {
    "number": "Number",
    "kind": "Type",
    "contact": "Contact",
    "tags": "Tags",
    "owner": "Responsible",
    "portal": "Client Portal",
    "added": "Added",
}
HIDDEN = ("added", "number", "tags")
NEWEST_FIRST = frozenset({"added", "portal"})


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Whatever can't be read falls back to the plain list; an address is never an error."""

    filter: ClientFilter = field(default_factory=ClientFilter)
    sort: str = "name"
    cursor: str = ""
    hide: tuple[str, ...] = HIDDEN

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        sort, state, portal = data.get("sort", ""), data.get("show", ""), data.get("portal", "")
        wanted = ClientFilter(
            q=data.get("q", "").replace("\x00", "").strip()[:200],
            team=read_uuid(data.get("team", "")),
            responsible=read_uuid(data.get("responsible", "")),
            tag=data.get("tag", "").replace("\x00", "")[:60],
            state=state if state in STATES else "active",
            portal=portal if portal in PORTALS else "",
        )
        known = sort.removeprefix("-") in SORTS
        return cls(wanted, sort if known else "name", data.get("cursor", "")[:1000], _hidden(data.get("hide")))

    @property
    def narrowed(self) -> bool:
        return self.filter != ClientFilter()

    @property
    def filter_fields(self) -> dict[str, str]:
        """What a selection of "all that match" carries."""
        wanted = self.filter
        pairs = {"q": wanted.q, "team": str(wanted.team or ""), "responsible": str(wanted.responsible or "")}
        pairs |= {"tag": wanted.tag, "portal": wanted.portal}
        pairs["show"] = "" if wanted.state == "active" else wanted.state
        return {name: value for name, value in pairs.items() if value}

    @property
    def fields(self) -> dict[str, str]:
        """Everything that is not at its default, without the place in the list."""
        extra = {"sort": "" if self.sort == "name" else self.sort}
        extra["hide"] = "" if self.hide == HIDDEN else ".".join(self.hide) or "none"
        return self.filter_fields | {name: value for name, value in extra.items() if value}

    @property
    def here(self) -> str:
        return "?" + urlencode(self.fields | ({"cursor": self.cursor} if self.cursor else {}))

    def at(self, cursor: str) -> str:
        return "?" + urlencode(self.fields | {"cursor": cursor})

    @property
    def without_search(self) -> str:
        return "?" + urlencode(replace(self, filter=replace(self.filter, q="")).fields)

    def next_sort(self, column: str) -> str:
        """What a press on this column's head asks for."""
        if self.sort.removeprefix("-") == column:
            return column if self.sort.startswith("-") else f"-{column}"
        return f"-{column}" if column in NEWEST_FIRST else column

    def direction(self, column: str) -> str:
        if self.sort.removeprefix("-") != column:
            return "none"
        return "descending" if self.sort.startswith("-") else "ascending"

    def toggled(self, column: str) -> str:
        """The hidden columns after a press on this one."""
        return ".".join(sorted(set(self.hide) ^ {column})) or "none"


def active_members(actor: Actor) -> list[TeamMember]:
    return list(TeamMember.objects.visible_to(actor).filter(deactivated_at=None).order_by("name"))


def _hidden(text: str | None) -> tuple[str, ...]:
    if not text:
        return HIDDEN
    return tuple(sorted(set(text.split(".")) & COLUMNS.keys()))


def read_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
