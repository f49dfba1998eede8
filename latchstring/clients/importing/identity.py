"""Which lines of one file are about the same client."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from latchstring.clients.importing.rows import Person, Row, small
from latchstring.clients.models import Client, Contact
from latchstring.clients.search import fold


def row_key(row: Row) -> str:
    """Name and address: the postal one, or where there is none the first email of somebody who is the client."""
    said = row.details
    return _key(row.name, said.get("street", ""), said.get("postcode", ""), said.get("city", ""), row.people)


def client_key(client: Client, contacts: list[Contact]) -> str:
    return _key(client.name, client.street, client.postcode, client.city, contacts)


def _key(name: str, street: str, postcode: str, city: str, people: Sequence[Person | Contact]) -> str:
    place = fold(f"{street} {postcode} {city}")
    return f"{fold(name)}|{place or _email(name, people)}"


def _email(name: str, people: Sequence[Person | Contact]) -> str:
    """Empty for a company: the people of one name are many, those of one company belong together."""
    is_one = not people or set(fold(people[0].name).split()) <= set(fold(name).replace(",", " ").split())
    return next((person.address for person in people if person.address), "") if is_one else ""


class Met(NamedTuple):
    """The earlier line about the same client, whether it has the same name and whether it says the same."""

    line: int
    named: bool
    same: bool


_LINE = (1 << 32) - 1


@dataclass(slots=True)
class Seen:
    """The lines met so far, each a few numbers, so that a long file stays small."""

    numbers: dict[int, int] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    clients: dict[int, int] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)

    def earlier(self, row: Row) -> Met | None:
        """The earlier line about the same client; else note this one."""
        digest, number, place = row.digest(), small(row.number), small(row_key(row))
        met = self.numbers.get(number) if row.number else None
        if met is None and (at := self.places.get(place)) is not None and not (row.number and at & 1):
            met = at
        name = small(fold(row.name)) & _LINE
        if met is not None:
            return Met(met >> 1 & _LINE, met >> 33 & _LINE == name, met >> 65 == digest)
        noted = digest << 65 | name << 33 | row.line.number << 1 | bool(row.number)
        if row.number:
            self.numbers[number] = noted
        self.places.setdefault(place, noted)
        self.join(row.line.number, row.people)
        return None

    def join(self, line: int, people: Sequence[Person]) -> None:
        """These are people of the client of that line."""
        for person in people:
            said = (f"{fold(person.name)}|{person.address}", f"{fold(person.name)}|", f"|{person.address}")
            self.people.update(small(f"{line}|{each}") for each in said)

    def new_people(self, line: int, people: Sequence[Person]) -> list[Person]:
        """Those who are not yet of the client of that line; from now on they are."""
        new = [person for person in people if not self._has(line, person.name, person.address)]
        apart = [self._has(line, each.name) or bool(each.address and self._has(line, "", each.address)) for each in new]
        self.join(line, new)
        return [replace(person, apart=one) for person, one in zip(new, apart, strict=True)]

    def _has(self, line: int, name: str, address: str = "") -> bool:
        return small(f"{line}|{fold(name)}|{address}") in self.people

    def claimed(self, client: Client, row: Row) -> int | None:
        """The earlier line that already speaks for this client; else this one does."""
        line = self.clients.setdefault(hash(client.pk), row.line.number)
        return None if line == row.line.number else line
