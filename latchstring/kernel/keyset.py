"""Pages of a sorted list by keyset: a page costs the same at any depth, because an index leads to it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from latchstring.kernel.cursor import Cursor


@dataclass(frozen=True, slots=True)
class Sort:
    """A column and a direction; empty values come first when ascending, last when descending."""

    column: str
    descending: bool = False
    nullable: bool = False


def page(branches: Sequence[QuerySet[Any]], sort: Sort, cursor_text: str, size: int) -> tuple[list[UUID], str, str]:
    """The ids of one page, and the cursors of the next and the previous one; as ``page_of`` does it."""
    rows, onward, behind = page_of(branches, sort, cursor_text, size)
    return [pk for (pk,) in rows], onward, behind


def page_of(
    branches: Sequence[QuerySet[Any]], sort: Sort, cursor_text: str, size: int, columns: Sequence[str] = ("pk",)
) -> tuple[list[tuple[Any, ...]], str, str]:
    """These columns of the rows of one page, and the cursors of the next and the previous one.

    Each branch is a part of the list that has its own range in the index; their walks are merged.
    One statement per branch, two where the column may be empty.
    """
    cursor = Cursor.parse(cursor_text, sort.column)
    found = [row for walk in walks(branches, sort, cursor, size, columns) for row in walk]
    return cut(found, sort, cursor, size, columns)


def walks(
    branches: Sequence[QuerySet[Any]], sort: Sort, cursor: Cursor | None, size: int, columns: Sequence[str]
) -> list[QuerySet[Any]]:
    """What has to be asked for a page: of every part of the list the rows that come next, and one more."""
    falling = _is_falling(sort, cursor)
    order = ("-" if falling else "") + sort.column, ("-" if falling else "") + "pk"
    return [
        part.order_by(*order).values_list(*_wanted(sort, columns))[: size + 1]
        for branch in branches
        for part in _parts(branch, sort, cursor, falling=falling)
    ]


def cut(
    found: list[tuple[Any, ...]], sort: Sort, cursor: Cursor | None, size: int, columns: Sequence[str]
) -> tuple[list[tuple[Any, ...]], str, str]:
    """The page out of what its walks found, and its two cursors."""
    back, falling = cursor is not None and cursor.back, _is_falling(sort, cursor)
    wanted = _wanted(sort, columns)
    found.sort(key=lambda row: (row[0] is not None, *row[:2]), reverse=falling)
    more, rows = len(found) > size, found[:size]
    if back:
        rows.reverse()
    if not rows:
        return [], "", ""
    (last, last_id), (first, first_id) = rows[-1][:2], rows[0][:2]
    onward = Cursor(last, last_id).write(sort.column) if more or back else ""
    behind = Cursor(first, first_id, back=True).write(sort.column) if (more if back else cursor is not None) else ""
    return list(map(_picker([wanted.index(column) for column in columns]), rows)), onward, behind


def _picker(places: list[int]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    return itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)


def _wanted(sort: Sort, columns: Sequence[str]) -> list[str]:
    return list(dict.fromkeys((sort.column, "pk", *columns)))


def _is_falling(sort: Sort, cursor: Cursor | None) -> bool:
    return sort.descending is not (cursor is not None and cursor.back)


def _parts(branch: QuerySet[Any], sort: Sort, cursor: Cursor | None, *, falling: bool) -> Iterable[QuerySet[Any]]:
    """What of a branch lies beyond the cursor: its empty part, then its filled part."""
    if sort.nullable:
        empty = branch.filter(**{f"{sort.column}__isnull": True})
        if cursor is None or (cursor.value is not None and falling):
            yield empty
        elif cursor.value is None:
            yield empty.filter(**{"pk__lt" if falling else "pk__gt": cursor.id})
        branch = branch.filter(**{f"{sort.column}__isnull": False})
    if cursor is None or (cursor.value is None and not falling):
        yield branch
    elif cursor.value is not None:
        beyond = TupleLessThan if falling else TupleGreaterThan
        yield branch.filter(beyond(Tuple(F(sort.column), F("pk")), (cursor.value, cursor.id)))
