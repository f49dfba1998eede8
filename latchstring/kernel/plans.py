"""For a statement that runs thousands of times: PostgreSQL parses and plans it once for a connection."""

import threading
from collections.abc import Sequence
from typing import Any

from django.db import connection


class _Kept(threading.local):
    """The cursor that this thread used last, and whose connection it is of."""

    connection: Any = None
    cursor: Any = None


_kept = _Kept()


def run(statement: str, values: Sequence[Any]) -> None:
    """Like ``cursor.execute``; on PostgreSQL values travel beside the statement, so that its plan can be kept.

    Raises the errors of ``django.db``.
    """
    if connection.vendor != "postgresql" or connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        return
    connection.ensure_connection()
    if _kept.connection is not connection.connection:
        from psycopg import Cursor

        _kept.connection, _kept.cursor = connection.connection, Cursor(connection.connection)
    with connection.wrap_database_errors:
        _kept.cursor.execute(statement, values)
