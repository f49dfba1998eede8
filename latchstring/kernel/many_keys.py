"""``in`` with many keys sends them as one value: a thousand parameters cost more than the rows they find.

It also passes the limit of how many values a statement may have.
"""

import json
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, UUIDField
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In

MANY = 20


class _ManyKeys:
    """Beside Django's own lookup, which does the rest: few keys, subqueries, and whatever is no key."""

    lhs: Any
    rhs: Any
    keys: list[str] | None = None

    def get_prep_lookup(self) -> Any:
        self.keys = _hexes(self.rhs)
        return self.rhs if self.keys else super().get_prep_lookup()  # type: ignore[misc]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if self.keys is None:
            return super().as_sql(compiler, connection)  # type: ignore[misc]
        column, values = self.process_lhs(compiler, connection)  # type: ignore[attr-defined]
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s::uuid[])", (*values, "{" + ",".join(self.keys) + "}")
        return f"{column} IN (SELECT value FROM json_each(%s))", (*values, json.dumps(self.keys))  # noqa: S608


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
