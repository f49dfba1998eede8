"""What happened lately at the clients that a team member can see."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from uuid import UUID

from latchstring.audit.models import Event
from latchstring.clients.models import Client
from latchstring.policy.actor import Actor
from latchstring.web.firm.clients.timeline import Moment, moment_of

_WINDOWS = (100, 900, 4_000)
"""How many events are looked at, further back only where a run of equal things, like an import, goes on."""


@dataclass(frozen=True, slots=True)
class Happening:
    """The newest of a run of equal things, and how many more there were; ``client`` unless it names it.

    ``more`` is None where they are more than anybody counted.
    """

    moment: Moment
    client: Client | None
    more: int | None


def latest(actor: Actor, limit: int = 10) -> list[Happening]:
    runs = list(islice(_runs(actor), limit))
    events = Event.objects.visible_to(actor).in_bulk([newest for newest, _ in runs])
    clients = Client.objects.visible_to(actor).in_bulk({event.client_id for event in events.values()})
    return [_happening(events[newest], clients, more) for newest, more in runs]


def _runs(actor: Actor) -> Iterator[tuple[UUID, int | None]]:
    """The newest of each run, and how many follow it."""
    left = sum(_WINDOWS)
    for _, run in groupby(_newest_first(actor), key=itemgetter(1, 2)):
        newest, *rest = [key for key, _, _ in run]
        left -= 1 + len(rest)
        yield newest, len(rest) if left else None


def _newest_first(actor: Actor) -> Iterator[tuple[UUID, str, UUID | None]]:
    events = Event.objects.visible_to(actor).filter(client_id__isnull=False).order_by("-id")
    for size in _WINDOWS:
        rows = list(events.values_list("id", "name", "actor_id")[:size])
        yield from rows
        if len(rows) < size:
            return
        events = events.filter(id__lt=rows[-1][0])


def _happening(newest: Event, clients: dict[UUID, Client], more: int | None) -> Happening:
    client = clients.get(newest.client_id) if newest.client_id else None
    named = client is not None and newest.detail.get("name") == client.name
    return Happening(moment_of(newest), None if named else client, more)
