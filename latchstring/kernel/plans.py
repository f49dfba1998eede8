"""For a statement that runs thousands of times: the database parses and plans it once for a connection."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection


class _Kept(threading.local):
    """The cursor that this thread used last, and whose connection it is of."""

    connection: Any = None
    cursor: Any = None


_kept = _Kept()


@contextmanager
def kept(here: Any) -> Iterator[None]:
    """What this connection is asked within, PostgreSQL plans once; SQLite's driver keeps statements anyway."""
    here.keeps_plans = True
    try:
        yield
    finally:
        here.keeps_plans = False


def run(statement: str, values: Sequence[Any]) -> None:
    """Like ``cursor.execute``, with values beside the statement, as the driver takes them, so that its plan is kept.

    Raises the errors of ``django.db``.
    """
    if connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        return
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            _cursor().execute(statement, values)
        else:
            connection.connection.execute(statement.replace("%s", "?"), values)


def _cursor() -> Any:
    if _kept.connection is not connection.connection:
        from psycopg import Cursor

        _kept.connection, _kept.cursor = connection.connection, Cursor(connection.connection)
    return _kept.cursor
