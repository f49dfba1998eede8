"""The list of clients: searched, narrowed, in pages that cost the same at any depth."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q

from latchstring.clients import counts
from latchstring.clients.models import Client, Contact
from latchstring.clients.search import matching
from latchstring.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """``state`` is "active", "inactive" or "all"; ``team`` the id of a team member who looks after them."""

    q: str = ""
    team: UUID | None = None
    tag: str = ""
    state: str = "active"


@dataclass(frozen=True, slots=True)
class Page:
    """``next`` and ``previous`` are cursors, empty at the ends."""

    rows: list[Client]
    next: str = ""
    previous: str = ""


def filtered(actor: Actor, wanted: ClientFilter) -> Any:
    """The clients this actor can see, narrowed."""
    rows = Client.objects.visible_to(actor)
    if wanted.state != "all":
        rows = rows.filter(inactive_at__isnull=wanted.state != "inactive")
    if wanted.team:
        rows = rows.filter(pk__in=_looked_after(actor, wanted.team))
    if wanted.tag:
        rows = rows.filter(tags__firm_id=actor.firm_id, tags__name=wanted.tag)
    if wanted.q.strip():
        rows = rows.filter(pk__in=matching(wanted.q).values("client_id"))
    return rows


def _looked_after(actor: Actor, member_id: UUID) -> Any:
    return Client.objects.filter(firm_id=actor.firm_id, assignments__member_id=member_id).values("pk")


def client_rows(actor: Actor, wanted: ClientFilter, sort: str = "name", cursor: str = "", size: int = 50) -> Page:
    """``sort`` is "name" or "-name"; a cursor that can't be read gives the first page.

    Each row comes with ``responsible``, ``contacts`` in order and ``tags``, in a constant number of statements.
    """
    place = _read(cursor)
    backwards = place is not None and place[0] == "before"
    descending = (sort == "-name") is not backwards
    rows = filtered(actor, wanted)
    if place:
        rows = rows.filter(_beyond(place[1], place[2], descending=descending))
    sign = "-" if descending else ""
    found = list(
        rows.order_by(f"{sign}sort_name", f"{sign}id")
        .select_related("responsible")
        .prefetch_related(Prefetch("contacts", Contact.objects.order_by("position", "id")), "tags")[: size + 1]
    )
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    return Page(
        found,
        next=_write("after", found[-1]) if more or backwards else "",
        previous=_write("before", found[0]) if (more if backwards else place) else "",
    )


def total(actor: Actor, wanted: ClientFilter) -> int:
    """How many there are: the kept figure for all active clients of the firm, else counted."""
    if actor.client_ids is None and wanted == ClientFilter():
        return counts.get(actor.firm_id).clients
    return int(filtered(actor, wanted).count())


def _beyond(name: str, client_id: str, *, descending: bool) -> Q:
    side = "lt" if descending else "gt"
    tie = Q(**{f"sort_name__{side}": name}) | Q(**{f"id__{side}": client_id})
    return Q(**{f"sort_name__{side}e": name}) & tie


def _write(side: str, client: Client) -> str:
    return urlsafe_b64encode(json.dumps([side, client.sort_name, client.pk.hex]).encode()).decode()


def _read(cursor: str) -> tuple[str, str, str] | None:
    try:
        side, name, client_id = json.loads(urlsafe_b64decode(cursor))
        return str(side), str(name), UUID(str(client_id)).hex
    except (ValueError, TypeError):
        return None
