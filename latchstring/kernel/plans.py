"""For a statement that runs thousands of times: PostgreSQL parses and plans it once for a connection."""

from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper


def kept_plans() -> CursorWrapper:
    """Like ``connection.cursor()``; on PostgreSQL values travel beside the statement, so that its plan can be kept."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from psycopg import Cursor

    connection.ensure_connection()
    plain: Any = Cursor(connection.connection)
    return connection.make_debug_cursor(plain) if connection.queries_logged else connection.make_cursor(plain)
