"""``in`` with many keys sends them as one value: a thousand parameters cost more than the rows they find.

It also passes the limit of how many values a statement may have.
"""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, UUIDField
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In

from latchstring.kernel.compiled import Slot

MANY = 20


class Keys(Slot):
    """In a compiled query, any number of keys."""

    def __init__(self, name: str) -> None:
        super().__init__(name, UUIDField())

    def given(self, value: Collection[UUID], connection: Any) -> str:
        return _one_value([key.hex for key in value], connection)


class _ManyKeys:
    """Beside Django's own lookup, which does the rest: few keys, subqueries, and whatever is no key."""

    lhs: Any
    rhs: Any
    keys: list[str] | Keys | None = None

    def get_prep_lookup(self) -> Any:
        self.keys = self.rhs if isinstance(self.rhs, Keys) else _hexes(self.rhs)
        return self.rhs if self.keys else super().get_prep_lookup()  # type: ignore[misc]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if self.keys is None:
            return super().as_sql(compiler, connection)  # type: ignore[misc]
        column, values = self.process_lhs(compiler, connection)  # type: ignore[attr-defined]
        one = self.keys if isinstance(self.keys, Keys) else _one_value(self.keys, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s::uuid[])", (*values, one)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*values, one)  # noqa: S608


def _one_value(keys: list[str], connection: Any) -> str:
    return "{" + ",".join(keys) + "}" if connection.vendor == "postgresql" else json.dumps(keys)


def _hexes(keys: Any) -> list[str] | None:
    """None for what Django's own lookup shall do."""
    if not isinstance(keys, (list, tuple, set, frozenset)) or len(keys) < MANY:
        return None
    return [key.hex for key in keys] if all(type(key) is UUID for key in keys) else None


@UUIDField.register_lookup
class ManyKeys(_ManyKeys, In):
    pass


@ForeignKey.register_lookup
class ManyRelated(_ManyKeys, RelatedIn):
    pass
