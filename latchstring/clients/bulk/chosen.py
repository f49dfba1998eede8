"""Which clients a change is for: a list, or whatever a filter finds at the moment, less a few."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Self
from uuid import UUID

from latchstring.clients.models import Client
from latchstring.clients.queries import ClientFilter, filtered
from latchstring.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class Chosen:
    """``ids`` is None where the filter chooses."""

    ids: frozenset[UUID] | None = None
    filter: ClientFilter = field(default_factory=ClientFilter)
    excluded: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, ids: Iterable[UUID]) -> Self:
        return cls(frozenset(ids))

    def rows(self, actor: Actor) -> Any:
        """Never a client that the filter hides or the actor can't see."""
        if self.ids is not None:
            return Client.objects.visible_to(actor).filter(pk__in=self.ids)
        rows = filtered(actor, self.filter)
        return rows.exclude(pk__in=self.excluded) if self.excluded else rows

    def after(self, actor: Actor, cursor: UUID | None, size: int) -> list[UUID]:
        """The next ids in order of key; of a list also those that the actor can't see."""
        if self.ids is not None:
            return sorted(pk for pk in self.ids if cursor is None or pk > cursor)[:size]
        rows = self.rows(actor).filter(pk__gt=cursor) if cursor else self.rows(actor)
        return list(rows.order_by("pk").values_list("pk", flat=True)[:size])

    def as_data(self) -> dict[str, Any]:
        if self.ids is not None:
            return {"ids": sorted(pk.hex for pk in self.ids)}
        wanted = asdict(self.filter)
        wanted |= {name: wanted[name].hex if wanted[name] else None for name in ("team", "responsible")}
        return {"filter": wanted, "excluded": sorted(pk.hex for pk in self.excluded)}

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Self:
        if "ids" in data:
            return cls.of(UUID(pk) for pk in data["ids"])
        wanted = dict(data["filter"])
        wanted |= {name: UUID(wanted[name]) if wanted[name] else None for name in ("team", "responsible")}
        return cls(None, ClientFilter(**wanted), frozenset(UUID(pk) for pk in data["excluded"]))
