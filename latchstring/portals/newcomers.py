"""People whom the firm did not know: planned without a model, and written in bulk once something is granted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from latchstring.kernel.bulk import insert
from latchstring.kernel.ids import uuid7
from latchstring.portals import search
from latchstring.portals.models import Phase, PortalUser
from latchstring.portals.status import ORDER, Status


@dataclass(slots=True, eq=False)
class Newcomer:
    """Has of a PortalUser what planning and granting read; counts as removed until something has been granted."""

    firm_id: UUID
    name: str
    email: str
    address: str
    created_at: datetime
    expires_at: datetime
    pk: UUID = field(default_factory=uuid7)
    phase: int = Phase.REMOVED
    queued_at: datetime | None = None
    sent_at: None = None
    delivered_at: None = None
    email_inactive_at: None = None
    place: int = 0
    time_zone: str = ""
    language: str = ""

    @property
    def invited_at(self) -> datetime:
        return self.created_at

    def __str__(self) -> str:
        return self.name or self.email


type Person = PortalUser | Newcomer


def add(places: Mapping[Newcomer, Collection[tuple[str, UUID]]], now: datetime, expires: datetime) -> None:
    """Insert them as pending; ``places`` are the (sort name, id) of the clients that each is let into."""
    for person in places:
        person.phase, person.queued_at, person.expires_at = Phase.PENDING, now, expires
    insert(PortalUser, (_row(person, clients, now) for person, clients in places.items()))
    search.add(places)


def _row(person: Newcomer, clients: Collection[tuple[str, UUID]], now: datetime) -> dict[str, Any]:
    return {
        "id": person.pk,
        "firm_id": person.firm_id,
        "created_at": person.created_at,
        "name": person.name,
        "email": person.email,
        "address": person.address,
        "place": person.place,
        "sort_name": str(person).casefold()[:200],
        "phase": person.phase,
        "status_order": ORDER[Status.QUEUED],
        "queued_at": now,
        "invited_at": now,
        "expires_at": person.expires_at,
        "client_count": len(clients),
        "first_client": min(clients)[0],
    }
