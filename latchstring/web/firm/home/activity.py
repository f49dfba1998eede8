"""What happened lately at the clients that a team member can see."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from latchstring.audit.models import Event
from latchstring.clients.models import Client
from latchstring.policy.actor import Actor
from latchstring.web.firm.clients.timeline import Moment, moment_of

_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Happening:
    """The newest of a run of equal things, and how many more there were; ``client`` unless it names it."""

    moment: Moment
    client: Client | None
    more: int


def latest(actor: Actor, limit: int = 10) -> list[Happening]:
    events = Event.objects.visible_to(actor).filter(client_id__isnull=False)
    newest = list(events.order_by("-id")[:_LOOKED_AT])
    runs = [list(run) for _, run in groupby(newest, key=lambda event: (event.name, event.actor_id))][:limit]
    clients = Client.objects.visible_to(actor).in_bulk({run[0].client_id for run in runs})
    return [_happening(run, clients) for run in runs]


def _happening(run: list[Event], clients: dict[UUID, Client]) -> Happening:
    newest = run[0]
    client = clients.get(newest.client_id) if newest.client_id else None
    named = client is not None and newest.detail.get("name") == client.name
    return Happening(moment_of(newest), None if named else client, len(run) - 1)
