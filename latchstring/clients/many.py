"""One change to some clients in few statements; rows are (client, what undoing it takes)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record_many
from latchstring.clients import counts
from latchstring.clients.models import Assignment, Client
from latchstring.kernel import clock
from latchstring.policy.actor import Actor

type Row = tuple[str, Any]


def tag(actor: Actor, clients: Sequence[Client], tags: dict[UUID, str], *, on: bool) -> list[Row]:
    """``tags`` are ids and names. Rows hold the tags that came or went."""
    through = Client.tags.through
    pairs = through.objects.filter(client__in=clients, tag__in=tags)
    there = set(pairs.values_list("client_id", "tag_id"))
    changed = [(one, tag_id) for one in clients for tag_id in tags if ((one.pk, tag_id) in there) is not on]
    if on:
        through.objects.bulk_create([through(client_id=one.pk, tag_id=tag_id) for one, tag_id in changed])
    else:
        pairs.delete()
    name = Name.CLIENT_TAGGED if on else Name.CLIENT_UNTAGGED
    record_many(actor, name, [Entry(one.pk, subject_id=pk, detail={"name": tags[pk]}) for one, pk in changed])
    rows: dict[str, list[str]] = {}
    for one, tag_id in changed:
        rows.setdefault(one.pk.hex, []).append(tag_id.hex)
    return list(rows.items())


def assign(actor: Actor, clients: Sequence[Client], member_id: UUID, name: str, *, on: bool) -> list[Row]:
    """Whoever is responsible for a client stays assigned to it. Rows hold the member."""
    pairs = Assignment.objects.filter(client__in=clients, member_id=member_id)
    there = set(pairs.values_list("client_id", flat=True))
    changed = [one for one in clients if (one.pk in there) is not on and (on or one.responsible_id != member_id)]
    if on:
        Assignment.objects.bulk_create(
            [Assignment(firm_id=actor.firm_id, client=one, member_id=member_id) for one in changed]
        )
    else:
        pairs.filter(client__in=changed).delete()
    told = Name.MEMBER_ASSIGNED if on else Name.MEMBER_UNASSIGNED
    record_many(actor, told, [Entry(one.pk, subject_id=member_id, detail={"name": name}) for one in changed])
    return [(one.pk.hex, member_id.hex) for one in changed]


def entrust(actor: Actor, clients: Sequence[Client], wanted: dict[UUID, UUID | None], names: dict[UUID, str]) -> None:
    """Set who is responsible, by client."""
    for one in clients:
        one.responsible_id = wanted[one.pk]
    Client.objects.bulk_update(clients, ["responsible"])
    nobody = "nobody"
    entries = [
        Entry(one.pk, subject_id=one.responsible_id, detail={"name": names.get(one.responsible_id, nobody)})  # type: ignore[arg-type]
        for one in clients
    ]
    record_many(actor, Name.RESPONSIBLE_CHANGED, entries)


def archive(actor: Actor, clients: Sequence[Client], *, on: bool) -> list[Row]:
    changed = [one for one in clients if (one.inactive_at is None) is on]
    before = _shares(changed)
    for one in changed:
        one.inactive_at = clock.now() if on else None
    after = _shares(changed)
    Client.objects.filter(pk__in=[one.pk for one in changed]).update(inactive_at=clock.now() if on else None)
    name = Name.CLIENT_DEACTIVATED if on else Name.CLIENT_ACTIVATED
    record_many(actor, name, [Entry(one.pk, detail={"name": one.name}) for one in changed])
    if changed:
        counts.shift(actor.firm_id, **counts.difference(before, after))
    return [(one.pk.hex, None) for one in changed]


def _shares(clients: Iterable[Client]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in clients:
        total.update(counts.share(one))
    return total
