"""A statement that PostgreSQL is at while the caller goes on; on SQLite it has ended when the caller is back."""

import select
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db import connection

from latchstring.kernel import plans


class _Planned(threading.local):
    """The statements that this thread's connection has a plan of, by a name of our own."""

    connection: Any = None
    names: dict[str, bytes]


_planned = _Planned()


def start(statement: str, values: Sequence[Any]) -> Callable[[], None]:
    """Begin it, and return what waits for its end; both raise the errors of ``django.db``.

    Until the end was waited for, nobody else may use this connection. It goes by the driver's own library, as a
    cursor can't send and not wait. Outside a transaction its plan is kept under a name; within one an unknown name
    would break the transaction, and the driver forgets all names at a rollback.
    """
    if connection.vendor != "postgresql" or connection.queries_logged or connection.execute_wrappers:
        plans.run(statement, values)
        return nothing
    connection.ensure_connection()
    with connection.wrap_database_errors:
        pgconn = connection.connection.pgconn
        sent = [None if each is None else str(each).encode() for each in values]
        if name := None if connection.in_atomic_block else _name_of(statement):
            pgconn.send_query_prepared(name, sent)
        else:
            pgconn.send_query_params(_numbered(statement), sent)
        pgconn.flush()
    return partial(_end, statement, values)


def nothing() -> None:
    """There is nothing to wait for."""


def _name_of(statement: str) -> bytes | None:
    """The name under which it is planned, or None where it can't be."""
    from psycopg.pq import ExecStatus

    if _planned.connection is not connection.connection:
        _planned.connection, _planned.names = connection.connection, {}
    if statement not in _planned.names:
        name = f"underway_{len(_planned.names)}".encode()
        if connection.connection.pgconn.prepare(name, _numbered(statement)).status != ExecStatus.COMMAND_OK:
            return None
        _planned.names[statement] = name
    return _planned.names[statement]


def _numbered(statement: str) -> bytes:
    """With the placeholders of PostgreSQL itself."""
    first, *rest = statement.split("%s")
    return (first + "".join(f"${place}{part}" for place, part in enumerate(rest, 1))).encode()


def _end(statement: str, values: Sequence[Any]) -> None:
    from psycopg.errors import InvalidSqlStatementName

    with connection.wrap_database_errors:
        try:
            _raise_for(_result())
        except InvalidSqlStatementName:
            _planned.connection = None
            plans.run(statement, values)


def _result() -> Any:
    pgconn = connection.connection.pgconn
    while pgconn.is_busy():
        select.select([pgconn.socket], [], [])
        pgconn.consume_input()
    result = pgconn.get_result()
    while pgconn.get_result() is not None:
        pass
    return result


def _raise_for(result: Any) -> None:
    from psycopg import OperationalError
    from psycopg.errors import error_from_result
    from psycopg.pq import ExecStatus

    if result is None:
        raise OperationalError("The connection to the database was lost.")
    if result.status != ExecStatus.COMMAND_OK:
        raise error_from_result(result)
