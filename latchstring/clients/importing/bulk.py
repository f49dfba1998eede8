"""Thousands of rows in one go, past the cost of a model instance and an SQL text for each."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import connection, models

_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField)


def insert(model: type[models.Model], names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """COPY on PostgreSQL, one prepared statement on SQLite; values in the order of the fields' attribute names."""
    by_name: dict[str, Any] = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    columns = [_prepared(field, column) for field, column in zip(fields, zip(*rows, strict=True), strict=False)]
    if not columns:
        return
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in zip(*columns, strict=True):
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", list(zip(*columns, strict=True)))  # noqa: S608


def _prepared(field: Any, values: Iterable[Any]) -> list[Any]:
    """As the database takes them; most values need nothing, and a chunk repeats the rest."""
    if isinstance(field, _AS_THEY_ARE):
        return list(values)
    convert: Callable[[Any], Any] = partial(field.get_db_prep_save, connection=connection)
    known: dict[Any, Any] = {}
    return [known[value] if value in known else known.setdefault(value, convert(value)) for value in values]
