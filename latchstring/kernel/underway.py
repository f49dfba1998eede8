"""A statement that PostgreSQL is at while the caller goes on; on SQLite it has ended when the caller is back."""

import select
import threading
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from latchstring.kernel import plans


class _Prepared(threading.local):
    """The connection that this thread used last, and what that knows by name."""

    connection: Any = None
    statements: frozenset[str] = frozenset()


_prepared = _Prepared()


def start(statement: str, values: Sequence[Any]) -> Callable[[], None]:
    """Begin it, its plan kept like that of ``plans.run``, and return what waits for its end.

    Both raise the errors of ``django.db``. Until the end was waited for, nobody else may use this connection.
    """
    if connection.vendor != "postgresql" or connection.queries_logged or connection.execute_wrappers:
        plans.run(statement, values)
        return nothing
    connection.ensure_connection()
    with connection.wrap_database_errors:
        pgconn, name = connection.connection.pgconn, _name(statement)
        pgconn.send_query_prepared(name, [None if value is None else str(value).encode() for value in values])
        pgconn.flush()
    return _end


def nothing() -> None:
    """There is nothing to wait for."""


def _name(statement: str) -> bytes:
    """Under which this connection knows the statement; the driver's own cursors can't send and not wait."""
    if _prepared.connection is not connection.connection:
        _prepared.connection, _prepared.statements = connection.connection, frozenset()
    name = f"latchstring_{zlib.crc32(statement.encode())}".encode()
    if statement not in _prepared.statements:
        first, *rest = statement.split("%s")
        numbered = first + "".join(f"${place}{part}" for place, part in enumerate(rest, 1))
        _raise_for(connection.connection.pgconn.prepare(name, numbered.encode()))
        _prepared.statements |= {statement}
    return name


def _end() -> None:
    with connection.wrap_database_errors:
        pgconn = connection.connection.pgconn
        while pgconn.is_busy():
            select.select([pgconn.socket], [], [])
            pgconn.consume_input()
        result = pgconn.get_result()
        while pgconn.get_result() is not None:
            pass
        _raise_for(result)


def _raise_for(result: Any) -> None:
    from psycopg import OperationalError
    from psycopg.errors import error_from_result
    from psycopg.pq import ExecStatus

    if result is None:
        raise OperationalError("The connection to the database was lost.")
    if result.status != ExecStatus.COMMAND_OK:
        raise error_from_result(result)
