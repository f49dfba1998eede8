"""Take people's access away: their links, sessions and queued emails end with it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record_many
from latchstring.clients.models import Client
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import kept, links, sessions
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
    ended = list(_live(actor, person_ids, client))
    end_access(actor, ended)
    record_many(actor, Name.ACCESS_REMOVED, [Entry(client_id=row.client_id, person_id=row.person_id) for row in ended])
    return ended


def end_access(actor: Actor, rows: Collection[Access], *, reason: str = "Access was removed.") -> None:
    """The facts of a removal, for access rows whose people are locked."""
    now = clock.now()
    people = {row.person_id for row in rows}
    Access.objects.filter(pk__in=[row.pk for row in rows]).update(removed_at=now, removed_by=actor.member_id)
    staying = set(Access.objects.filter(person__in=people, removed_at=None).values_list("person_id", flat=True))
    links.revoke(people - staying, now, reason)
    links.go_on_without({(row.person_id, row.client_id) for row in rows if row.person_id in staying})
    links.cancel_notices(rows, now, reason)
    sessions.end(people - staying)
    kept.touch(actor.firm_id, person_ids=people, client_ids={row.client_id for row in rows})


def _live(actor: Actor, person_ids: Collection[UUID] | QuerySet, client: Client | None) -> QuerySet:
    rows = Access.objects.visible_to(actor).filter(person__in=person_ids, removed_at=None)
    return rows.filter(client=client) if client else rows
