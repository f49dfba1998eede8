"""The next part of what a batch selected, evaluated at this moment, with what is to become of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from latchstring.clients.models import Client
from latchstring.firms.models import Firm
from latchstring.policy.actor import Actor
from latchstring.portals.models import InviteBatch
from latchstring.portals.planning import Decision, How, Known, Reach, Reason, Target, decide, decide_resend
from latchstring.portals.queries.facts import first_clients, known_about, reaches
from latchstring.portals.queries.manager import people_selected
from latchstring.portals.queries.without import clients_selected
from latchstring.portals.selection import Selection


@dataclass(frozen=True, slots=True)
class Chunk:
    decisions: Sequence[Decision]
    last: UUID


def chunk_of_clients(actor: Actor, firm: Firm, batch: InviteBatch, selection: Selection, size: int) -> Chunk | None:
    ids = _next(clients_selected(actor, selection), selection, batch.cursor, size)
    if not ids:
        return None
    found = targets(actor, ids)
    contacts = reaches(firm, list(found), batch.who, selection.contacts)
    known = known_about(firm, addresses_of(contacts), list(found), member_id=actor.member_id, batch=batch, lock=True)
    return Chunk(list(decide_all(known, ids, found, contacts)), ids[-1])


def targets(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Target]:
    """Those of these clients that the actor sees."""
    rows = Client.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", "name", "inactive_at", "sort_name")
    return {row[0]: Target(*row) for row in rows}


def addresses_of(contacts: Mapping[UUID, Sequence[Reach]]) -> set[str]:
    return {reach.address for some in contacts.values() for reach in some}


def decide_all(
    known: Known, ids: Sequence[UUID], found: Mapping[UUID, Target], contacts: Mapping[UUID, Sequence[Reach]]
) -> Iterator[Decision]:
    """One decision for each person reached, or one for a client where there is nobody."""
    for pk in ids:
        if pk not in found:
            yield Decision(How.SKIP, Target(pk, "", None), reason=Reason.NO_ACCESS)
            continue
        if pk not in contacts:
            yield decide(known, found[pk], None)
        for reach in contacts.get(pk, ()):
            yield decide(known, found[pk], reach)


def chunk_of_people(actor: Actor, firm: Firm, batch: InviteBatch, selection: Selection, size: int) -> Chunk | None:
    ids = _next(people_selected(actor, selection), selection, batch.cursor, size)
    if not ids:
        return None
    addresses = dict(people_selected(actor, Selection.of(*ids)).values_list("pk", "address"))
    known = known_about(firm, addresses.values(), (), member_id=actor.member_id, batch=batch, lock=True)
    people = known.everybody()
    clients = first_clients(actor, ids)
    decisions = [
        decide_resend(known, people[pk], clients.get(pk))
        if pk in people
        else Decision(How.SKIP, Target(pk, "", None), reason=Reason.NO_ACCESS)
        for pk in ids
    ]
    return Chunk(decisions, ids[-1])


def _next(rows: QuerySet[Any], selection: Selection, cursor: str, size: int) -> list[UUID]:
    """The ids after the cursor, in order; of a list also those that can't be seen, to say so."""
    after = UUID(cursor or "0" * 32)
    if selection.mode == "ids":
        return sorted(pk for pk in selection.ids if pk > after)[:size]
    return list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:size])
