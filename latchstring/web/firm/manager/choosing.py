"""“Let me choose”: the contacts of a few clients, each with a box; the primary ones are ticked to begin with."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.http import QueryDict

from latchstring.clients.models import Client, Contact
from latchstring.mail.queries import inactive
from latchstring.policy.actor import Actor
from latchstring.portals.queries.without import clients_selected
from latchstring.portals.selection import Selection

MOST = 50  # clients that a list of boxes can hold
WHO = {"primary": "Primary contact only", "everyone": "Everyone with an email"}
CHOSEN = {"chosen": "Let me choose"}


@dataclass(frozen=True, slots=True)
class Line:
    """``inactive`` contacts are listed and can't be ticked."""

    id: UUID
    name: str
    email: str
    inactive: bool
    ticked: bool


class Group(NamedTuple):
    client: Client
    lines: list[Line]


def ways(actor: Actor, selection: Selection) -> dict[str, str]:
    """Whom to invite at each client; choosing is offered where the clients are few enough to list."""
    few = len(clients_selected(actor, selection).values("pk")[: MOST + 1]) <= MOST
    return WHO | CHOSEN if few else WHO


def groups(actor: Actor, selection: Selection, data: QueryDict) -> list[Group]:
    """By client; what was ticked before stays, ``choosing`` says that there was a before."""
    rows = list(
        _contacts(actor, selection).select_related("client").order_by("client__sort_name", "client", "position", "id")
    )
    dead = inactive(actor.firm_id, [row.address for row in rows])
    ticked = _posted(data) if "choosing" in data else _primary(rows, dead)
    return [
        Group(client, [Line(row.pk, row.name, row.email, row.address in dead, row.pk in ticked) for row in theirs])
        for client, theirs in groupby(rows, key=lambda row: row.client)
    ]


def narrowed(actor: Actor, selection: Selection, data: QueryDict) -> Selection:
    """What is sent: the selection, or where contacts were chosen exactly those of it."""
    if data.get("who") != "chosen":
        return selection
    ticked = [
        (group.client.pk, line.id)
        for group in groups(actor, selection, data)
        for line in group.lines
        if line.ticked and not line.inactive
    ]
    return Selection(ids=frozenset(client for client, _ in ticked), contacts=frozenset(line for _, line in ticked))


def _contacts(actor: Actor, selection: Selection) -> Any:
    clients = clients_selected(actor, selection).order_by("pk").values_list("pk", flat=True)[:MOST]
    return Contact.objects.visible_to(actor).filter(client__in=list(clients)).exclude(address="")


def _primary(rows: Iterable[Contact], dead: Iterable[str]) -> set[UUID]:
    ticked: dict[UUID, UUID] = {}
    for row in rows:
        if row.address not in dead:
            ticked.setdefault(row.client_id, row.pk)
    return set(ticked.values())


def _posted(data: QueryDict) -> set[UUID]:
    found = set()
    for text in data.getlist("contact")[:1_000]:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found
