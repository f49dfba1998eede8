"""What the address says: which rows, in which order, from which place, with which columns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from latchstring.portals.queries.manager import ManagerFilter
from latchstring.portals.queries.without import WithoutFilter

PAGE = 50
MAIN_SHOWS = {
    "all": "Show all",
    "invited": "Show all invited but not accepted",
    "logged-in": "Show all who have logged in",
}
MORE_SHOWS = {
    "expired": "Expired",
    "expiring": "Expiring within 7 days",
    "inactive": "Email inactive",
    "never": "Never logged in",
    "quiet": "No login for 90 days",
    "removed": "Removed",
}
SHOWS = MAIN_SHOWS | MORE_SHOWS
COLUMNS = {
    "client": "Client records",
    "status": "Status",
    "invited": "Invited",
    "last-login": "Last login",
    "sessions": "Web sessions",
    "inactive": "Email inactive",
}
PEOPLE_SORTS = ("name", *COLUMNS)
CLIENT_SORTS = ("name",)
NEWEST_FIRST = frozenset({"invited", "last-login", "sessions", "inactive"})


@dataclass(frozen=True, slots=True)
class ListQuery:
    """``at`` is the number of the first row shown, for the words under the list only."""

    show: str = "all"
    q: str = ""
    team: UUID | None = None
    tag: str = ""
    blocked: bool = False
    sort: str = ""
    cursor: str = ""
    at: int = 1
    hide: tuple[str, ...] = ()
    default_sort: str = ""

    @classmethod
    def of_people(cls, data: Mapping[str, Any]) -> Self:
        return cls._read(data, PEOPLE_SORTS, "-invited")

    @classmethod
    def of_clients(cls, data: Mapping[str, Any]) -> Self:
        return cls._read(data, CLIENT_SORTS, "name")

    @classmethod
    def _read(cls, data: Mapping[str, Any], sorts: tuple[str, ...], default: str) -> Self:
        """Whatever can't be read falls back to the plain list; an address is never an error."""
        sort, show = data.get("sort", ""), data.get("show", "")
        hidden = set(data.get("hide", "").split("."))
        return cls(
            show=show if show in SHOWS else "all",
            q=data.get("q", "").replace("\x00", "").strip()[:200],
            team=_uuid(data.get("team", "")),
            tag=data.get("tag", "").replace("\x00", "")[:60],
            blocked=bool(data.get("blocked")),
            sort=sort if sort.removeprefix("-") in sorts else default,
            cursor=data.get("cursor", "")[:1000],
            at=_number(data.get("at", "")),
            hide=tuple(column for column in COLUMNS if column in hidden),
            default_sort=default,
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.team or self.tag or self.blocked or self.show != "all")

    @property
    def people(self) -> ManagerFilter:
        return ManagerFilter(show=self.show, q=self.q, team=self.team, tag=self.tag)

    @property
    def clients(self) -> WithoutFilter:
        return WithoutFilter(q=self.q, team=self.team, tag=self.tag, blocked=self.blocked)

    @property
    def filter(self) -> dict[str, str]:
        """What a selection of "all that match" carries."""
        pairs = {"q": self.q, "team": str(self.team or ""), "tag": self.tag}
        pairs["blocked"] = "yes" if self.blocked else ""
        pairs["show"] = self.show if self.show != "all" else ""
        return {key: value for key, value in pairs.items() if value}

    @property
    def fields(self) -> dict[str, str]:
        """Everything that is not at its default, without the place in the list."""
        extra = {
            "sort": self.sort if self.sort != self.default_sort else "",
            "hide": ".".join(self.hide),
        }
        return self.filter | {key: value for key, value in extra.items() if value}

    def url(self, **changes: Any) -> str:
        """The address with changes; any change but a place leads back to the first row."""
        start: dict[str, Any] = {"cursor": "", "at": 1}
        query = replace(self, **(start | changes))
        place = {"cursor": query.cursor, "at": str(query.at)} if query.cursor else {}
        return "?" + urlencode(query.fields | place)

    def next_sort(self, column: str) -> str:
        """What a press on this column's head asks for."""
        if self.sort.removeprefix("-") == column:
            return column if self.sort.startswith("-") else f"-{column}"
        return f"-{column}" if column in NEWEST_FIRST else column

    def direction(self, column: str) -> str:
        if self.sort.removeprefix("-") != column:
            return "none"
        return "descending" if self.sort.startswith("-") else "ascending"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1
