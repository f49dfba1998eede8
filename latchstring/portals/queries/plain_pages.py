"""The Manager's pages that most people look at: everybody's, unsearched. Their statements are written once."""

from functools import lru_cache, partial
from typing import Any

from django.db.models import UUIDField

from latchstring.kernel.compiled import Compiled, Slot
from latchstring.kernel.cursor import Cursor
from latchstring.kernel.keyset import Sort, cut, walks
from latchstring.policy.actor import Actor
from latchstring.portals.models import PortalUser
from latchstring.portals.queries.filters import OWN_INDEX, TIMED, ManagerFilter, by_phase, shown_at
from latchstring.portals.queries.person import Person

_FIRM = Slot("firm", UUIDField())


def is_plain(actor: Actor, filter: ManagerFilter, sort: Sort) -> bool:
    """Nothing but the phase narrows the list, and the sort's own index leads to its rows."""
    unsearched = filter == ManagerFilter(filter.show) and filter.show not in TIMED
    return actor.client_ids is None and unsearched and OWN_INDEX.get(filter.show) in {None, sort.column}


def plain_page_of(
    actor: Actor, filter: ManagerFilter, sort: Sort, cursor_text: str, size: int
) -> tuple[list[Person], str, str]:
    """As ``keyset.page_of`` of the same list."""
    cursor = Cursor.parse(cursor_text, sort.column)
    way = cursor and (cursor.value is not None, cursor.back)
    values = {"firm": actor.firm_id} | ({"value": cursor.value, "id": cursor.id} if cursor else {})
    found = [row for walk in _walks(filter.show, sort, way, size) for row in walk.rows(**values)]
    rows, onward, behind = cut(found, sort, cursor, size, Person._fields)
    return [Person(*row) for row in rows], onward, behind


@lru_cache(maxsize=200)
def _walks(show: str, sort: Sort, way: tuple[bool, bool] | None, size: int) -> list[Compiled]:
    """``way`` says of a cursor whether it has a value, and whether it leads back."""
    cursor = None
    if way:
        field: Any = PortalUser._meta.get_field(sort.column)
        place: Any = Slot("id", UUIDField())
        cursor = Cursor(Slot("value", field) if way[0] else None, place, back=way[1])
    wanted = ManagerFilter(show)
    asked = walks(by_phase(shown_at(_FIRM, wanted), wanted), sort, cursor, size, Person._fields)
    return [Compiled(partial(lambda walk: walk, walk)) for walk in asked]
