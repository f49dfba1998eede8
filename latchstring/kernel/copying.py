"""Rows as PostgreSQL's COPY reads them (its text format): written by the column, since most say the same in every row.

The driver would look up for each value how it is written.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import batched
from typing import Any
from uuid import UUID

_AT_ONCE = 500  # rows
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def blocks(columns: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Some hundred lines each. Raises TypeError for a kind of value that no model of ours has."""
    rows = zip(*(_words(column) for column in columns), strict=True)
    for some in batched(rows, _AT_ONCE):
        yield "\n".join(map("\t".join, some)) + "\n"


def _words(values: Sequence[Any]) -> Sequence[str]:
    first = values[0]
    if all(value is first for value in values):
        return [_word(first)] * len(values)
    return [_word(value) for value in values]


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if value is None:
        return r"\N"
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, date):  # and moments, which are dates too
        return value.isoformat()
    if isinstance(value, int | float):  # True and False too
        return str(value)
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    raise TypeError(f"{type(value)} can't be copied.")
