"""The list of clients: searched, narrowed, in pages that cost the same at any depth."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet, UUIDField

from latchstring.clients import counts
from latchstring.clients.models import Assignment, Client, Contact, Tag
from latchstring.clients.search import matching
from latchstring.kernel.compiled import Compiled, Slot
from latchstring.kernel.cursor import Page
from latchstring.kernel.keyset import Sort, page
from latchstring.policy.actor import Actor, Kind

PORTALS = ("none", "invited", "accepted")
SORTS = {
    "name": Sort("sort_name"),
    "number": Sort("number"),
    "kind": Sort("kind"),
    "portal": Sort("portal_people"),
    "added": Sort("created_at"),
}


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """``state`` is "active", "inactive" or "all"; ``team`` a team member who looks after them, ``responsible`` the
    one who is; ``portal`` is "none" invited, "invited" and nobody in yet, or "accepted"; empty for any."""

    q: str = ""
    team: UUID | None = None
    responsible: UUID | None = None
    tag: str = ""
    state: str = "active"
    portal: str = ""


def filtered(actor: Actor, wanted: ClientFilter) -> Any:
    """The clients this actor can see, narrowed."""
    rows = Client.objects.visible_to(actor)
    if wanted.state != "all":
        rows = rows.filter(inactive_at__isnull=wanted.state != "inactive")
    if wanted.team:
        looked_after = Assignment.objects.filter(firm_id=actor.firm_id, member_id=wanted.team)
        rows = rows.filter(pk__in=looked_after.values("client_id"))
    if wanted.responsible:
        rows = rows.filter(responsible=wanted.responsible)
    if wanted.tag:
        rows = rows.filter(tags__firm_id=actor.firm_id, tags__name=wanted.tag)
    if wanted.q.strip():
        rows = rows.filter(pk__in=matching(wanted.q).values("client_id"))
    return _by_portal(rows, wanted.portal)


def _by_portal(rows: QuerySet[Any], portal: str) -> QuerySet[Any]:
    if portal == "none":
        return rows.filter(portal_people=0)
    if portal == "invited":
        return rows.filter(portal_people__gt=0, accepted_people=0)
    return rows.filter(accepted_people__gt=0) if portal == "accepted" else rows


def client_rows(
    actor: Actor, wanted: ClientFilter, sort: str = "name", cursor: str = "", size: int = 50
) -> Page[Client]:
    """``sort`` is a key of SORTS, after ``-`` for descending; a cursor that can't be read gives the first page.

    Each row comes with ``responsible``, ``contacts`` in order and ``tags``, in a constant number of statements.
    """
    chosen = replace(SORTS.get(sort.removeprefix("-"), SORTS["name"]), descending=sort.startswith("-"))
    ids, onward, behind = page([filtered(actor, wanted)], chosen, cursor, size)
    return Page(_whole(ids), onward, behind)


def _whole(ids: Iterable[UUID]) -> list[Client]:
    wanted = list(ids)
    contacts = Prefetch("contacts", Contact.objects.order_by("position", "id"))
    rows = Client.objects.filter(pk__in=wanted).select_related("responsible").prefetch_related(contacts, "tags")
    found = {client.pk: client for client in rows}
    return [found[pk] for pk in wanted if pk in found]


def total(actor: Actor, wanted: ClientFilter, shown: Page[Client] | None = None) -> int:
    """How many there are: what a search shows where that is all, the kept figure, else counted."""
    if wanted.q and shown and shown.rows and not (shown.next or shown.previous):
        return len(shown.rows)
    if wanted == ClientFilter():
        return counts.active(actor)
    return int(filtered(actor, wanted).count())


_TAGS = Compiled(
    lambda: Tag.objects.filter(firm=Slot("firm", UUIDField())).order_by("name").values_list("name", flat=True)[:200]
)


def tag_names(actor: Actor) -> list[str]:
    """The first tags of the actor's firm, by name; to the team only."""
    return _TAGS.rows(firm=actor.firm_id) if actor.kind is Kind.STAFF else []
