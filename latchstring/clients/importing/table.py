"""A file as lines of cells under headers, whatever it was saved as."""

from collections.abc import Iterator
from dataclasses import dataclass

HEADERS_WITHIN = 10


class Unreadable(ValueError):
    """A sentence that says what is wrong with a file and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """``number`` is the line of the file on which it begins, from 1; ``broken`` says why it can't be read."""

    number: int
    cells: list[str]
    broken: str = ""

    def is_empty(self) -> bool:
        return not self.broken and not any(cell.strip() for cell in self.cells)


@dataclass(slots=True)
class Table:
    """Headers, and the lines below them without the empty ones; the lines can be walked once."""

    headers: list[str]
    lines: Iterator[Line]
