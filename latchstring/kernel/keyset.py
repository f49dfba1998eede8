"""Pages of a sorted list by keyset: a page costs the same at any depth, because an index leads to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from latchstring.kernel.cursor import Cursor


class Key(NamedTuple):
    value: Any
    id: UUID


@dataclass(frozen=True, slots=True)
class Sort:
    """A column and a direction; empty values come first when ascending, last when descending."""

    column: str
    descending: bool = False
    nullable: bool = False


def page(branches: Sequence[QuerySet[Any]], sort: Sort, cursor_text: str, size: int) -> tuple[list[UUID], str, str]:
    """The ids of one page, and the cursors of the next and the previous one.

    Each branch is a part of the list that has its own range in the index; their walks are merged.
    One statement per branch, two where the column may be empty.
    """
    cursor = Cursor.parse(cursor_text, sort.column)
    back = cursor is not None and cursor.back
    falling = sort.descending is not back
    found: list[Key] = []
    for branch in branches:
        for part in _parts(branch, sort, cursor, falling=falling):
            order = ("-" if falling else "") + sort.column, ("-" if falling else "") + "pk"
            found += [Key(*row) for row in part.order_by(*order).values_list(sort.column, "pk")[: size + 1]]
    found.sort(key=lambda key: (key.value is not None, key.value, key.id), reverse=falling)
    more, keys = len(found) > size, found[:size]
    if back:
        keys.reverse()
    if not keys:
        return [], "", ""
    onward = Cursor(*keys[-1]).write(sort.column) if more or back else ""
    behind = Cursor(*keys[0], back=True).write(sort.column) if (more if back else cursor is not None) else ""
    return [key.id for key in keys], onward, behind


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
