"""A statement that PostgreSQL is at while the caller goes on; on SQLite it has ended when the caller is back."""

import select
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from latchstring.kernel import plans


def start(statement: str, values: Sequence[Any]) -> Callable[[], None]:
    """Begin it, and return what waits for its end; both raise the errors of ``django.db``.

    Until the end was waited for, nobody else may use this connection. It goes by the driver's own library, as a
    cursor can't send and not wait, and without a name, as the driver forgets all names at a rollback.
    """
    if connection.vendor != "postgresql" or connection.queries_logged or connection.execute_wrappers:
        plans.run(statement, values)
        return nothing
    connection.ensure_connection()
    with connection.wrap_database_errors:
        pgconn = connection.connection.pgconn
        pgconn.send_query_params(
            _numbered(statement), [None if each is None else str(each).encode() for each in values]
        )
        pgconn.flush()
    return _end


def nothing() -> None:
    """There is nothing to wait for."""


def _numbered(statement: str) -> bytes:
    """With the placeholders of PostgreSQL itself."""
    first, *rest = statement.split("%s")
    return (first + "".join(f"${place}{part}" for place, part in enumerate(rest, 1))).encode()


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
