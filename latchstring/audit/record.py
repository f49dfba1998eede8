"""Write what happened, in the transaction in which it happened."""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.kernel.bulk import insert
from latchstring.kernel.ids import uuid7_at
from latchstring.policy.actor import Actor, Kind


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from; a face sets it, everything else has none."""

    address: str | None = None
    user_agent: str = ""


origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


past: ContextVar[datetime | None] = ContextVar("past", default=None)
"""When it happened, where that is not now: the demo tells of two months."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to one client or person; ``detail`` is JSON, without secrets."""

    client_id: UUID | None = None
    person_id: UUID | None = None
    subject_id: UUID | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def record(actor: Actor, name: Name, entry: Entry | None = None, /, **detail: Any) -> None:
    """Record one event. Without an entry the keywords are the detail."""
    record_many(actor, name, [entry or Entry(detail=detail)])


def record_many(actor: Actor, name: Name, entries: Iterable[Entry]) -> None:
    """Record the same thing for many, in one statement."""
    record_all(actor, ((name, entry) for entry in entries))


def record_all(actor: Actor, happened: Iterable[tuple[Name, Entry]]) -> None:
    """Record one thing after the other, in one statement. Who views as a client is recorded as who they are."""
    where = origin.get() or Origin()
    kind = Kind.STAFF if actor.only_looks else actor.kind
    insert(
        Event,
        (
            {
                "firm_id": actor.firm_id,
                "name": name,
                "actor_kind": kind,
                "actor_id": actor.person_id if kind is Kind.CLIENT else actor.member_id,
                "actor_name": actor.viewer_name or actor.name,
                "client_id": entry.client_id,
                "person_id": entry.person_id,
                "subject_id": entry.subject_id,
                "detail": entry.detail | _how(actor),
                "address": where.address,
                "user_agent": where.user_agent[:300],
            }
            | _then()
            for name, entry in happened
        ),
    )


def _how(actor: Actor) -> dict[str, Any]:
    """That they looked as somebody else, or that a program of theirs did it."""
    if actor.only_looks:
        return {"viewing_as": actor.name}
    return {"token": actor.token_name} if actor.token_name else {}


def _then() -> dict[str, Any]:
    """The log is read in the order of its keys."""
    moment = past.get()
    return {"id": uuid7_at(moment), "created_at": moment} if moment else {}
