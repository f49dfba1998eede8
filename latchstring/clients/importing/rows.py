"""One line of a file as one client: tidied, understood, or wrong with each column and reason."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from latchstring.clients import details
from latchstring.clients.details import Typed, tidy
from latchstring.clients.importing import words
from latchstring.clients.importing.mapping import Columns
from latchstring.clients.importing.table import Line
from latchstring.clients.search import fold
from latchstring.kernel.addresses import normalise


@dataclass(frozen=True, slots=True)
class Person:
    """``apart`` is somebody who shares a name or an address with another person of the same client and file."""

    name: str
    first_name: str
    email: str = ""
    address: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """``column`` is the header as the file has it, empty for the whole line; ``value`` is what stands there."""

    column: str
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """``details`` holds only what the line says; ``active`` is None where it doesn't say.

    ``after`` is the earlier line about the same client, where this one only adds people to it, else 0.
    """

    line: Line
    details: dict[str, str]
    people: list[Person]
    active: bool | None
    responsible: str
    tags: list[str]
    notes: list[str]
    after: int = 0

    @property
    def number(self) -> str:
        return self.details.get("number", "")

    @property
    def name(self) -> str:
        return self.details["name"]

    def digest(self) -> int:
        """Two lines that say the same about one client, whoever its people are, agree in this."""
        said = {name: value for name, value in self.details.items() if name != "number"}
        return small(repr((sorted(said.items()), self.active, self.responsible, self.tags)))


def small(text: str) -> int:
    """A number of 8 bytes in place of a text, so that many fit into memory."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())


@dataclass(frozen=True, slots=True)
class Wrong:
    line: Line
    problems: list[Problem]


@dataclass(slots=True)
class Reader:
    """Reads the lines of one file, given its headers and which column holds which field."""

    headers: list[str]
    columns: Columns
    line: Line = field(init=False)
    problems: list[Problem] = field(init=False)

    def read(self, line: Line) -> Row | Wrong:
        if line.broken:
            return Wrong(line, [Problem("", line.broken)])
        self.line, self.problems = line, []
        said = self._details()
        row = Row(
            line,
            said,
            self._people(said.get("name", ""), said.get("kind", "")),
            self._checked("status", words.is_active),
            tidy(self._cell("responsible")),
            self._tags(),
            self._notes(),
        )
        return Wrong(line, self.problems) if self.problems else row

    def title(self, line: Line) -> tuple[str, str]:
        """What a line that can't be read calls its client: name and number."""
        self.line = line
        if line.broken:
            return next((tidy(cell)[:80] for cell in line.cells if cell.strip()), ""), ""
        return tidy(self._cell("name"))[:80] or self._name_of_people()[:80], tidy(self._cell("number"))[:80]

    def _cell(self, name: str) -> str:
        """Without the apostrophe that exports put before what looks like a formula."""
        column = self.columns.get(name)
        cell = self.line.cells[column] if column is not None else ""
        return cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1] in "=+-@\t\r" else cell

    def _wrong(self, name: str, reason: str) -> None:
        column = self.columns.get(name)
        header = (self.headers[column] or _("Column %s") % (column + 1)) if column is not None else ""
        value = self.line.cells[column] if column is not None else ""
        self.problems.append(Problem(header, reason, tidy(value)[:80]))

    def _checked[T](self, name: str, check: Callable[[str], T]) -> T | None:
        try:
            return check(self._cell(name))
        except ValueError as error:
            self._wrong(name, str(error))
            return None

    def _details(self) -> dict[str, str]:
        said: dict[str, str] = {}
        for name in Typed.__annotations__:
            value = self._name() if name == "name" else tidy(self._cell(name))
            if name == "kind":
                value = self._checked("kind", words.kind) or ""
            if len(value) > details.LONGEST[name]:
                self._wrong(name, _("This cell is too long. It can have %s characters.") % details.LONGEST[name])
            elif value:
                said[name] = value
        if "name" in said:
            said["sort_name"] = details.sort_name(said["name"])
        return said

    def _name(self) -> str:
        """The client's name, or where no column holds it the names of its people."""
        if name := tidy(self._cell("name")):
            return name
        guess = self._name_of_people()
        if "name" not in self.columns and guess:
            return guess
        where = "name" if "name" in self.columns else "last_name"
        missing = _("The client’s name is missing.")
        self._wrong(where, f"{missing} {_('Is it “%s”?') % guess}" if guess else missing)
        return ""

    def _name_of_people(self) -> str:
        first, last = tidy(self._cell("first_name")), tidy(self._cell("last_name"))
        spouse = tidy(self._cell("spouse_first_name"))
        spouse_last = tidy(self._cell("spouse_last_name")) or last
        if spouse and spouse_last == last:
            return f"{first} & {spouse} {last}".strip(" &")
        both = (
            f"{first} {last}".strip() or tidy(self._cell("contact_name")),
            f"{spouse} {spouse_last}" if spouse else "",
        )
        return " & ".join(name for name in both if name)

    def _people(self, client_name: str, kind: str) -> list[Person]:
        first, last = tidy(self._cell("first_name")), tidy(self._cell("last_name"))
        name = tidy(self._cell("contact_name")) or f"{first} {last}".strip()
        email, address = self._email("email")
        people = []
        if name or email or kind in {"Individual", "Married couple"}:
            people.append(self._person("first_name", name or client_name, first, email, address))
        spouse = tidy(self._cell("spouse_first_name"))
        email, address = self._email("spouse_email")
        if spouse or email:
            spouse_name = f"{spouse} {tidy(self._cell('spouse_last_name')) or last}".strip() if spouse else email
            people.append(self._person("spouse_first_name", spouse_name, spouse, email, address))
        return people

    def _person(self, column: str, name: str, first: str, email: str, address: str) -> Person:
        if len(name) > 200:
            self._wrong(column, _("This name is too long. It can have %s characters.") % 200)
        first = first or (name.split() or [""])[0]
        return Person(name[:200], first[:100], email, address)

    def _email(self, name: str) -> tuple[str, str]:
        typed = self._cell(name).replace("\0", "").strip()
        address = self._checked(name, lambda cell: normalise(typed)) if typed else ""
        return (typed, address) if address else ("", "")

    def _tags(self) -> list[str]:
        parts = self._cell("tags").replace(",", ";").replace("|", ";").split(";")
        tags = {fold(part): tidy(part) for part in parts if part.strip()}
        if any(len(tag) > 60 for tag in tags.values()):
            self._wrong("tags", _("A tag can have 60 characters. Separate tags by semicolons."))
        return sorted(tags.values())

    def _notes(self) -> list[str]:
        text = tidy(self._cell("name"))
        return [_("“%s” looks like a formula and is kept as text.") % text[:60]] if text[:1] in {"=", "@"} else []
