"""The firm's clients that some rows may be about, fetched for many rows in a constant number of statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from latchstring.clients.importing.identity import client_key, row_key
from latchstring.clients.importing.rows import Row
from latchstring.clients.models import Client, Contact


@dataclass(slots=True)
class Existing:
    """Clients by number and by name and address, with their contacts in order and the names of their tags."""

    by_number: dict[str, Client] = field(default_factory=dict)
    by_key: dict[str, Client] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    contacts: dict[UUID, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    tags: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))

    def match(self, row: Row) -> Client | None:
        """By number; without one, or for a client that has none yet, by name and address."""
        if row.number and (client := self.by_number.get(row.number)):
            return client
        client = self.by_key.get(row_key(row))
        return None if client and client.number and row.number else client


def find(firm_id: UUID, rows: Iterable[Row], *, lock: bool = False) -> Existing:
    """``lock`` holds the rows until the transaction ends."""
    rows = list(rows)
    numbers = {row.number for row in rows if row.number}
    names = {row.details["sort_name"] for row in rows}
    found: Any = Client.objects.filter(Q(number__in=numbers) | Q(sort_name__in=names), firm_id=firm_id).order_by("pk")
    clients = list(found.select_for_update() if lock else found)
    existing = Existing(names={client.sort_name for client in clients})
    ids = [client.pk for client in clients]
    for contact in Contact.objects.filter(client_id__in=ids).order_by("position", "id"):
        existing.contacts[contact.client_id].append(contact)
    for client_id, tag in Client.tags.through.objects.filter(client_id__in=ids).values_list("client_id", "tag__name"):
        existing.tags[client_id].add(tag)
    for client in clients:
        if client.number:
            existing.by_number[client.number] = client
        existing.by_key.setdefault(client_key(client, existing.contacts[client.pk]), client)
    return existing
