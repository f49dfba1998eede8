"""Write what was decided for one chunk, in bulk, keeping search, reach, figures and log true."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record_many
from latchstring.clients import counts, details, reach, search
from latchstring.clients.importing.bulk import insert
from latchstring.clients.importing.changes import Change
from latchstring.clients.importing.plan import Member, Outcome, Planned
from latchstring.clients.importing.rows import Person, Row
from latchstring.clients.models import Assignment, Client, Contact, SearchText, Tag
from latchstring.clients.search import fold
from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7
from latchstring.kernel.wake import wake
from latchstring.mail.models import AddressState
from latchstring.policy.actor import Actor

CLIENT = tuple(field.attname for field in Client._meta.concrete_fields)
CONTACT = (
    "id", "firm_id", "created_at", "client_id", "name", "first_name", "email", "address", "phone", "relation",
    "position",
)  # fmt: skip
ASSIGNMENT = ("id", "firm_id", "created_at", "client_id", "member_id")
CHANGEABLE = [*details.Typed.__annotations__, "sort_name", "inactive_at", "renamed_at", "responsible"]


def write(actor: Actor, planned: Iterable[Planned], *, import_id: UUID | None) -> None:
    """One transaction is the caller's; clients are locked by whoever decided."""
    planned = [one for one in planned if one.outcome in {Outcome.CREATED, Outcome.UPDATED}]
    new = [one for one in planned if one.outcome is Outcome.CREATED]
    names = {tag for one in planned if one.row for tag in one.row.tags}
    tags = {fold(tag.name): tag for tag in details.tags(actor.firm_id, names)} if names else {}
    detail = {"import": import_id.hex} if import_id else {}
    _create(actor, [(one.row, one.member, one.joining) for one in new if one.row], tags, detail)
    _update(actor, _each_once(one.change for one in planned if one.change), tags, detail)


def _each_once(changes: Iterable[Change]) -> list[Change]:
    """One change of each client: what several lines say of its people is written at once."""
    found: dict[UUID, Change] = {}
    for change in changes:
        first = found.setdefault(change.client.pk, change)
        if first is not change:
            first.people += change.people
            first.new_people += change.new_people
            first.told += change.told
    return list(found.values())


@dataclass(slots=True)
class _Rows:
    """What one chunk adds, and what it has to know for that."""

    firm_id: UUID
    tags: dict[str, Tag]
    now: datetime = field(default_factory=clock.now)
    dead: set[str] = field(default_factory=set)
    clients: list[Client] = field(default_factory=list)
    contacts: list[tuple[Any, ...]] = field(default_factory=list)
    assignments: list[tuple[Any, ...]] = field(default_factory=list)
    tagged: list[tuple[Any, ...]] = field(default_factory=list)
    texts: list[tuple[Any, ...]] = field(default_factory=list)
    joined: dict[UUID, UUID] = field(default_factory=dict)

    def add_client(self, row: Row, member: Member | None, joining: list[Person]) -> None:
        people = [*row.people, *joining]
        client = Client(
            firm_id=self.firm_id,
            inactive_at=self.now if row.active is False else None,
            responsible_id=member[0] if member else None,
            reachable_contacts=sum(1 for person in people if person.address and person.address not in self.dead),
            **row.details,
        )
        self.clients.append(client)
        text = search.text_of(client, [(person.name, person.email) for person in people])
        self.texts.append((client.pk, text))
        self.add_people(client, people)
        self.add_tags(client, row.tags)
        if member:
            self.assign(client, member[0])

    def add_people(self, client: Client, people: list[Person], position: int = 0) -> None:
        for place, person in enumerate(people, position):
            said = (person.name, person.first_name, person.email, person.address, "", "", place)
            self.contacts.append((uuid7(), self.firm_id, self.now, client.pk, *said))

    def add_tags(self, client: Client, names: list[str]) -> None:
        self.tagged += [(client.pk, self.tags[fold(name)].pk) for name in names]

    def assign(self, client: Client, member_id: UUID) -> None:
        self.assignments.append((uuid7(), self.firm_id, self.now, client.pk, member_id))
        self.joined[client.pk] = member_id

    def save(self) -> None:
        """All but the clients, who have to be there."""
        insert(Contact, CONTACT, self.contacts)
        insert(Assignment, ASSIGNMENT, self.assignments)
        insert(Client.tags.through, ("client_id", "tag_id"), self.tagged)
        insert(SearchText, ("client_id", "text"), self.texts)


def _create(
    actor: Actor, new: list[tuple[Row, Member | None, list[Person]]], tags: dict[str, Tag], detail: dict[str, Any]
) -> None:
    if not new:
        return
    rows = _Rows(actor.firm_id, tags)
    rows.dead = _dead(actor.firm_id, {each.address for row, _, joining in new for each in [*row.people, *joining]})
    for row, member, joining in new:
        rows.add_client(row, member, joining)
    insert(Client, CLIENT, map(attrgetter(*CLIENT), rows.clients))
    rows.save()
    entries = (Entry(client_id=client.pk, detail=_said(client, rows) | detail) for client in rows.clients)
    record_many(actor, Name.CLIENT_CREATED, entries)
    counts.shift(actor.firm_id, **_shares(rows.clients))


def _said(client: Client, rows: _Rows) -> dict[str, Any]:
    """Its name, who joined its team, and that it is archived, if so."""
    joined = [rows.joined[client.pk].hex] if client.pk in rows.joined else []
    return {
        "name": client.name,
        **({"joined": joined} if joined else {}),
        **({"active": False} if client.inactive_at else {}),
    }


def _dead(firm_id: UUID, addresses: set[str]) -> set[str]:
    states = AddressState.objects.filter(firm_id=firm_id, inactive_since__isnull=False, address__in=addresses)
    return set(states.values_list("address", flat=True))


def _shares(clients: Iterable[Client]) -> Counter[str]:
    total: Counter[str] = Counter()
    for client in clients:
        total.update(counts.share(client))
    return total


def _update(actor: Actor, changes: list[Change], tags: dict[str, Tag], detail: dict[str, Any]) -> None:
    if not changes:
        return
    rows = _Rows(actor.firm_id, tags, clients=[change.client for change in changes])
    before = _shares(rows.clients)
    people = [contact for change in changes for contact in _change_client(change, rows)]
    ids = [client.pk for client in rows.clients]
    _upsert(Client, rows.clients, CHANGEABLE)
    _upsert(Contact, people, ["name", "first_name", "email", "address"])
    retagged = [change.client.pk for change in changes if change.tags is not None]
    Client.tags.through.objects.filter(client_id__in=retagged).delete()
    rows.save()
    search.refresh(ids)
    if any("name" in change.details for change in changes):
        wake("follow_names")
    record_many(actor, Name.CLIENT_CHANGED, (_entry(change, rows, detail) for change in changes))
    counts.shift(actor.firm_id, **counts.difference(before, _shares(rows.clients)))
    reach.refresh(actor.firm_id, ids)


def _change_client(change: Change, rows: _Rows) -> list[Contact]:
    """The contacts that changed with it."""
    client = change.client
    for name, value in change.details.items():
        setattr(client, name, value)
    if "name" in change.details:
        client.renamed_at = clock.now()
    if change.active is not None:
        client.inactive_at = None if change.active else clock.now()
    if change.responsible:
        client.responsible_id = change.responsible
        if not change.assigned:
            rows.assign(client, change.responsible)
    if change.tags is not None:
        rows.add_tags(client, change.tags)
    rows.add_people(client, change.new_people, change.next_position)
    for contact, person in change.people:
        contact.name, contact.first_name = person.name, person.first_name
        if person.address:
            contact.email, contact.address = person.email, person.address
    return [contact for contact, _ in change.people]


def _upsert(model: Any, rows: list[Any], fields: list[str]) -> None:
    """Write these fields of rows that are there, far faster than bulk_update."""
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _entry(change: Change, rows: _Rows, detail: dict[str, Any]) -> Entry:
    said = _said(change.client, rows) | {"changed": [what for what, _, _ in change.told]}
    if change.active is not None:
        said["active"] = change.active
    return Entry(client_id=change.client.pk, detail=said | detail)
