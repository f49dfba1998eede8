"""Which lines of one file are about the same client."""

import hashlib
from dataclasses import dataclass, field

from latchstring.clients.importing.rows import Row
from latchstring.clients.models import Client, Contact
from latchstring.clients.search import fold


def row_key(row: Row) -> str:
    """Name and address: the postal one, or where there is none the first email."""
    said = row.details
    emails = [person.address for person in row.people if person.address]
    return _key(row.name, said.get("street", ""), said.get("postcode", ""), said.get("city", ""), emails)


def client_key(client: Client, contacts: list[Contact]) -> str:
    emails = [contact.address for contact in contacts if contact.address]
    return _key(client.name, client.street, client.postcode, client.city, emails)


def _key(name: str, street: str, postcode: str, city: str, emails: list[str]) -> str:
    place = fold(f"{street} {postcode} {city}")
    return f"{fold(name)}|{place or next(iter(emails), '')}"


_LINE = (1 << 32) - 1


@dataclass(slots=True)
class Seen:
    """The lines met so far, each one number in two tables, so that a long file stays small."""

    numbers: dict[int, int] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    clients: dict[int, int] = field(default_factory=dict)

    def earlier(self, row: Row) -> tuple[int, bool] | None:
        """The earlier line about the same client and whether it says the same; else note this one."""
        digest, number, place = row.digest(), _small(row.number), _small(row_key(row))
        met = self.numbers.get(number) if row.number else None
        if met is None and (at := self.places.get(place)) is not None and not (row.number and at & 1):
            met = at
        if met is not None:
            return met >> 1 & _LINE, met >> 33 == digest
        noted = digest << 33 | row.line.number << 1 | bool(row.number)
        if row.number:
            self.numbers[number] = noted
        self.places.setdefault(place, noted)
        return None

    def claimed(self, client: Client, row: Row) -> int | None:
        """The earlier line that already speaks for this client; else this one does."""
        line = self.clients.setdefault(hash(client.pk), row.line.number)
        return None if line == row.line.number else line


def _small(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
