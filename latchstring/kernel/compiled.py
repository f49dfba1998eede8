"""A query that nearly every page asks: its SQL is written once, and each time only the values are new.

Writing it costs the library four times what the database takes to answer it.
"""

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.models import Expression, Field, QuerySet

from latchstring.kernel import plans


class Slot(Expression):
    """Where a value comes in; ``field`` says how it is given to the database."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)

    def given(self, value: Any, connection: Any) -> Any:
        """As the driver takes it."""
        return self.output_field.get_db_prep_value(value, connection)


class Compiled:
    """``build`` makes the queryset, with a Slot for every value that changes; it may hold nothing else of a moment."""

    def __init__(self, build: Callable[[], QuerySet[Any]]) -> None:
        self._build = build
        self._written: dict[str, tuple[QuerySet[Any], Any, str, tuple[Any, ...]]] = {}

    def rows(self, **values: Any) -> list[Any]:
        """What the queryset finds for these values of its slots, in its own form: instances or tuples."""
        here = connections[DEFAULT_DB_ALIAS]  # not ``connection``, which looks it up anew for every attribute
        queryset, compiler, sql, places = self._written.get(here.vendor) or self._write(here)
        params = tuple(place.given(values[place.name], here) if isinstance(place, Slot) else place for place in places)
        compiler, query = _twin(compiler), _twin(queryset.query)
        compiler.connection, compiler.query = here, query
        compiler.as_sql = lambda *_, **__: (sql, params)
        query.get_compiler = lambda *_, **__: compiler
        found: Any = QuerySet(queryset.model, query, using=here.alias)
        found._iterable_class, found._fields = queryset._iterable_class, queryset._fields  # type: ignore[attr-defined]
        try:
            with plans.kept(here):
                return list(found)
        except NotSupportedError:  # an upgrade has changed a column since the plan was made
            if here.in_atomic_block:
                raise
            return list(found)

    def first(self, **values: Any) -> Any:
        """The first of them, or None."""
        return next(iter(self.rows(**values)), None)

    def _write(self, here: Any) -> tuple[QuerySet[Any], Any, str, tuple[Any, ...]]:
        queryset = self._build()
        compiler = queryset.query.get_compiler(here.alias)
        sql, places = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda _: converters
        self._written[here.vendor] = written = (queryset, compiler, sql, tuple(places))
        return written


def _twin(one: Any) -> Any:
    """A shallow copy, by the shortest way."""
    other = object.__new__(type(one))
    other.__dict__ = one.__dict__.copy()
    return other
