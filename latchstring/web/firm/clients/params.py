"""What the address of All clients says, and what can be chosen from there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from latchstring.accounts.models import TeamMember
from latchstring.clients.queries import ClientFilter
from latchstring.policy.actor import Actor

STATES = {"active": "Active clients", "inactive": "Inactive clients", "all": "All clients"}
SORTS = ("name", "-name")


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Whatever can't be read falls back to the plain list; an address is never an error."""

    filter: ClientFilter = field(default_factory=ClientFilter)
    sort: str = "name"
    cursor: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        sort, state = data.get("sort", ""), data.get("show", "")
        wanted = ClientFilter(
            q=data.get("q", "").replace("\x00", "").strip()[:200],
            team=read_uuid(data.get("team", "")),
            tag=data.get("tag", "").replace("\x00", "")[:60],
            state=state if state in STATES else "active",
        )
        return cls(wanted, sort if sort in SORTS else "name", data.get("cursor", "")[:1000])

    @property
    def narrowed(self) -> bool:
        return self.filter != ClientFilter()

    @property
    def fields(self) -> dict[str, str]:
        """Everything that is not at its default, without the place in the list."""
        pairs = {"q": self.filter.q, "team": str(self.filter.team or ""), "tag": self.filter.tag}
        pairs["show"] = "" if self.filter.state == "active" else self.filter.state
        pairs["sort"] = "" if self.sort == "name" else self.sort
        return {name: value for name, value in pairs.items() if value}

    def at(self, cursor: str) -> str:
        return "?" + urlencode(self.fields | {"cursor": cursor})

    @property
    def without_search(self) -> str:
        return "?" + urlencode(replace(self, filter=replace(self.filter, q="")).fields)

    @property
    def other_sort(self) -> str:
        return "name" if self.sort == "-name" else "-name"


def active_members(actor: Actor) -> list[TeamMember]:
    return list(TeamMember.objects.visible_to(actor).filter(deactivated_at=None).order_by("name"))


def read_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
