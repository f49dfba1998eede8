"""What was ticked, in one compact field: a list of ids, or a filter less a few."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal, Self
from uuid import UUID

from latchstring.portals.refusals import BadSelection

MAX_IDS = 100_000


@dataclass(frozen=True, slots=True)
class Selection:
    """``filter`` holds strings: q, team (a member's uuid), tag, show, import (its uuid).

    ``contacts`` were chosen one by one.
    """

    mode: Literal["ids", "filter"] = "ids"
    ids: frozenset[UUID] = frozenset()
    filter: dict[str, str] = field(default_factory=dict)
    excluded: frozenset[UUID] = frozenset()
    contacts: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, *ids: UUID) -> Self:
        return cls(ids=frozenset(ids))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raise BadSelection for anything that is not the JSON this class writes."""
        try:
            data = json.loads(text)
            mode = data["mode"]
            if mode == "ids":
                return cls(ids=_ids(data["ids"]), contacts=_ids(data.get("contacts", [])))
            if mode == "filter":
                return cls("filter", filter=_strings(data["filter"]), excluded=_ids(data.get("excluded", [])))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise BadSelection("The selection could not be read. Go back and select again.") from error
        raise BadSelection("The selection could not be read. Go back and select again.")

    def as_data(self) -> dict[str, Any]:
        if self.mode == "ids":
            chosen = {"contacts": sorted(each.hex for each in self.contacts)} if self.contacts else {}
            return {"mode": "ids", "ids": sorted(each.hex for each in self.ids)} | chosen
        return {"mode": "filter", "filter": self.filter, "excluded": sorted(each.hex for each in self.excluded)}

    def as_json(self) -> str:
        return json.dumps(self.as_data(), separators=(",", ":"))

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Self:
        return cls.parse(json.dumps(data))


def _ids(values: Any) -> frozenset[UUID]:
    if not isinstance(values, list) or len(values) > MAX_IDS:
        raise ValueError("ids")
    return frozenset(UUID(each) for each in values)


def _strings(values: Any) -> dict[str, str]:
    return {_clean(key): _clean(value) for key, value in values.items() if value not in (None, "")}


def _clean(value: Any) -> str:
    """What any database can keep."""
    return str(value).encode(errors="ignore").decode().replace("\0", "")[:200]
