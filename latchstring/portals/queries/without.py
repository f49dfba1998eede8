"""Active clients whose portal nobody has been invited to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

from django.db.models import QuerySet

from latchstring.accounts.models import TeamMember
from latchstring.clients import search
from latchstring.clients.models import Client, Contact
from latchstring.kernel.cursor import Page
from latchstring.kernel.keyset import Sort, page
from latchstring.mail.queries import inactive
from latchstring.policy.actor import Actor
from latchstring.portals.models import Access
from latchstring.portals.queries.filters import key_of
from latchstring.portals.queries.imported import imported
from latchstring.portals.selection import Selection
from latchstring.portals.status import Status

SORTS = {"name": Sort("sort_name")}


@dataclass(frozen=True, slots=True)
class WithoutFilter:
    """``blocked`` shows only those that can't be invited yet, ``imported`` those of one import."""

    q: str = ""
    team: UUID | None = None
    tag: str = ""
    blocked: bool = False
    imported: UUID | None = None

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Self:
        """From what a page or a stored selection holds; anything unknown is left out."""
        return cls(
            q=data.get("q", "").strip(),
            team=key_of(data, "team"),
            tag=data.get("tag", ""),
            blocked=bool(data.get("blocked")),
            imported=key_of(data, "import"),
        )


@dataclass(frozen=True, slots=True)
class WithoutRow:
    """``email`` and ``contact_*`` are whom an invite would go to; ``blocked`` says why none can."""

    id: UUID
    name: str
    kind: str
    responsible: TeamMember | None
    status: Status
    contact_id: UUID | None = None
    contact_name: str = ""
    email: str = ""
    other_contacts: int = 0
    blocked: str = ""
    fix: str = ""


def without_rows(
    actor: Actor, filter: WithoutFilter, sort: str = "name", cursor: str = "", size: int = 50
) -> Page[WithoutRow]:
    """``sort`` is name or -name. Five statements, whatever the page."""
    chosen = replace(SORTS.get(sort.removeprefix("-"), SORTS["name"]), descending=sort.startswith("-"))
    ids, onward, behind = page([clients_without(actor, filter)], chosen, cursor, size)
    return Page(_rows(actor.firm_id, ids), onward, behind)


def clients_without(actor: Actor, filter: WithoutFilter) -> QuerySet[Any]:
    rows: QuerySet[Any] = Client.objects.visible_to(actor).filter(portal_people=0, inactive_at=None)
    if filter.q:
        rows = rows.filter(pk__in=search.matching(filter.q).values("client_id"))
    if filter.team:
        rows = rows.filter(responsible=filter.team)
    if filter.tag:
        rows = rows.filter(pk__in=Client.objects.filter(tags__name=filter.tag, firm_id=actor.firm_id).values("pk"))
    if filter.imported:
        rows = rows.filter(pk__in=imported(actor.firm_id, filter.imported))
    return rows.filter(reachable_contacts=0) if filter.blocked else rows


def clients_selected(actor: Actor, selection: Selection) -> QuerySet[Any]:
    """The clients a selection means at this moment: of a filter, those that it shows and that can be ticked."""
    if selection.mode == "ids":
        chosen: QuerySet[Any] = Client.objects.visible_to(actor).filter(pk__in=selection.ids)
        return chosen
    rows = clients_without(actor, WithoutFilter.of(selection.filter)).filter(reachable_contacts__gt=0)
    return rows.exclude(pk__in=selection.excluded) if selection.excluded else rows


def _rows(firm_id: UUID, ids: Sequence[UUID]) -> list[WithoutRow]:
    clients = Client.objects.select_related("responsible").in_bulk(ids)
    contacts: dict[UUID, list[Contact]] = defaultdict(list)
    for contact in Contact.objects.filter(client__in=ids).order_by("position", "id"):
        contacts[contact.client_id].append(contact)
    dead = inactive(firm_id, [each.address for some in contacts.values() for each in some if each.address])
    were_in = set(Access.objects.filter(client__in=ids).values_list("client_id", flat=True))
    return [_row(clients[pk], contacts[pk], dead, was_in=pk in were_in) for pk in ids if pk in clients]


def _row(client: Client, contacts: Sequence[Contact], dead: Mapping[str, Any], *, was_in: bool) -> WithoutRow:
    written = [each for each in contacts if each.address]
    alive = [each for each in written if each.address not in dead]
    first = next(iter(alive or written or contacts), None)
    row = WithoutRow(
        id=client.pk,
        name=client.name,
        kind=client.kind,
        responsible=client.responsible,
        status=Status.REMOVED if was_in else Status.NOT_INVITED,
        contact_id=first.pk if first else None,
        contact_name=first.name if first else "",
        email=first.email if first else "",
        other_contacts=max(len(written) - 1, 0),
    )
    if alive:
        return row
    if written:
        return replace(row, status=Status.EMAIL_INACTIVE, blocked="Email came back.", fix="Change email")
    return replace(row, blocked="No email address.", fix="Add email")
