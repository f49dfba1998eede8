"""Take people's access away: their links, sessions and queued emails end with it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record_many
from latchstring.clients.models import Client
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.ending import end_access
from latchstring.portals.models import Access, PortalUser
from latchstring.portals.queries.manager import people_selected
from latchstring.portals.selection import Selection

CHUNK = 500


def remove_access(actor: Actor, person: PortalUser, *, client: Client | None = None) -> list[Access]:
    """Remove one person from one client, or from every client the actor can see; returns what ended."""
    actor.require(Action.ACCESS_REMOVE, client=client)
    return _remove(actor, [person.pk], client)


def remove_many(actor: Actor, selection: Selection) -> int:
    """Remove everyone selected from every client the actor can see; returns how many people lost access."""
    actor.require(Action.PORTALS_MANAGE)
    actor.require(Action.ACCESS_REMOVE)
    people = sorted(people_selected(actor, selection).values_list("pk", flat=True))
    ended = 0
    for start in range(0, len(people), CHUNK):
        ended += len({row.person_id for row in _remove(actor, people[start : start + CHUNK], None)})
    return ended


def count_for(actor: Actor, selection: Selection) -> tuple[int, int]:
    """How many people and clients ``remove_many`` would part."""
    live = _live(actor, people_selected(actor, selection).values("pk"), None)
    return (
        live.order_by().values("person").distinct().count(),
        live.order_by().values("client").distinct().count(),
    )


@transaction.atomic
def _remove(actor: Actor, person_ids: Sequence[UUID], client: Client | None) -> list[Access]:
    list(PortalUser.objects.select_for_update().filter(pk__in=person_ids, firm_id=actor.firm_id).order_by("pk"))
    ended = list(_live(actor, person_ids, client).select_related("person"))
    end_access(actor, ended)
    entries = [Entry(row.client_id, row.person_id, detail={"name": str(row.person)}) for row in ended]
    record_many(actor, Name.ACCESS_REMOVED, entries)
    return ended


def _live(actor: Actor, person_ids: Collection[UUID] | QuerySet, client: Client | None) -> QuerySet:
    rows = Access.objects.visible_to(actor).live().filter(person__in=person_ids)
    return rows.filter(client=client) if client else rows
