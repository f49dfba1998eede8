"""The firm's clients that some rows may be about, fetched for many rows in a constant number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from latchstring.clients.importing.identity import client_key, row_key
from latchstring.clients.importing.rows import Row
from latchstring.clients.models import Assignment, Client, Contact


@dataclass(slots=True)
class Known:
    """A client that is there, with its contacts in order, the names of its tags and the ids of its team."""

    client: Client
    contacts: list[Contact] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    team: set[UUID] = field(default_factory=set)


@dataclass(slots=True)
class Existing:
    """``names`` are the sort names, of those asked for, that some client has."""

    by_number: dict[str, Known] = field(default_factory=dict)
    by_key: dict[str, list[Known]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def match(self, row: Row) -> Known | None:
        """By number; without one, or for a client that has none yet, by name and address.

        Of several alike only one who shares an email will do: a person must not join the wrong client.
        """
        if row.number and (known := self.by_number.get(row.number)):
            return known
        alike = [known for known in self.by_key.get(row_key(row), []) if not (known.client.number and row.number)]
        addresses = {person.address for person in row.people if person.address}
        shared = [known for known in alike if any(contact.address in addresses for contact in known.contacts)]
        return next(iter(shared or alike), None) if shared or len(alike) == 1 else None


def find(firm_id: UUID, rows: Iterable[Row], *, lock: bool = False) -> Existing:
    """``lock`` holds the rows until the transaction ends."""
    rows = list(rows)
    ours: Any = Client.objects.filter(firm_id=firm_id)
    ids = set(ours.filter(number__in={row.number for row in rows if row.number}).values_list("pk", flat=True))
    ids |= set(ours.filter(_alike(rows)).values_list("pk", flat=True))
    clients = ours.filter(pk__in=ids).order_by("pk")
    known = {client.pk: Known(client) for client in (clients.select_for_update() if lock else clients)}
    _complete(known)
    names = ours.filter(sort_name__in={row.details["sort_name"] for row in rows})
    existing = Existing(names=set(names.values_list("sort_name", flat=True).distinct()))
    for one in known.values():
        if one.client.number:
            existing.by_number[one.client.number] = one
        existing.by_key.setdefault(client_key(one.client, one.contacts), []).append(one)
    return existing


def _alike(rows: list[Row]) -> Q:
    """Of one name and postcode. A row that has a number can only be about a client that has none."""
    wanted = Q(pk__in=())
    for numbered, narrowed in ((True, Q(number="")), (False, Q())):
        some = [row for row in rows if bool(row.number) is numbered]
        names = {row.details["sort_name"] for row in some}
        postcodes = {row.details.get("postcode", "") for row in some}
        wanted |= Q(narrowed, sort_name__in=names, postcode__in=postcodes)
    return wanted


def _complete(known: dict[UUID, Known]) -> None:
    for contact in Contact.objects.filter(client_id__in=known).order_by("position", "id"):
        known[contact.client_id].contacts.append(contact)
    for client_id, tag in Client.tags.through.objects.filter(client_id__in=known).values_list("client_id", "tag__name"):
        known[client_id].tags.add(tag)
    for client_id, member_id in Assignment.objects.filter(client_id__in=known).values_list("client_id", "member_id"):
        known[client_id].team.add(member_id)
