"""Two at once in the worst order, on PostgreSQL: what a lock is for, seen each time and without luck."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from django.db import connection, transaction


def meanwhile(first: Callable[[], Any], second: Callable[[], Any]) -> BaseException | None:
    """``first`` has written and is not committed while ``second`` runs as far as it can; what ``second`` raised.

    With the right lock the second waits for the commit and sees it. Without, it has read what was before.
    """
    told: dict[str, Any] = {}
    begun = Event()

    def run() -> None:
        try:
            told["pid"] = _one("SELECT pg_backend_pid()")
            begun.set()
            second()
        except BaseException as error:
            told["raised"] = error
        finally:
            connection.close()

    thread = Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        begun.wait()
        while thread.is_alive() and not _one("SELECT cardinality(pg_blocking_pids(%s))", told["pid"]):
            thread.join(0.01)
    thread.join()
    raised: BaseException | None = told.get("raised")
    return raised


def _one(sql: str, *values: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]
