"""How the threads of a worker hear of a wake-up at once, and hardly cost anything while there is none.

PostgreSQL notifies them. On SQLite one thread looks whether anybody has written, and then what waits in the queues,
which costs microseconds; a runner that asks its queues by itself spends milliseconds of everybody's time.
"""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import replace
from threading import Event, Thread
from typing import Any

from dj_queue.config import BackendConfig
from dj_queue.models import ReadyExecution
from django.db import connection

ASK_EVERY = 1.0  # seconds; where a notice was lost
LOOK_EVERY = 0.05
AND_AGAIN = 4
"""Every so many looks a runner is woken once more for what still waits: it may have found a lock."""

_WAITING = f"SELECT queue_name, MAX(id) FROM {ReadyExecution._meta.db_table} GROUP BY queue_name"  # noqa: S608


def seldom(config: BackendConfig) -> BackendConfig:
    """The same engine, which asks its queues by itself only once in a while."""
    return replace(config, workers=tuple(replace(each, polling_interval=ASK_EVERY) for each in config.workers))


def listen(runners: Callable[[], Iterable[Any]], stopped: Event) -> None:
    """Wake the runners for which something waits, until ``stopped``; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        Thread(target=_look, args=[runners, stopped], daemon=True, name="changes").start()


def _look(runners: Callable[[], Iterable[Any]], stopped: Event) -> None:
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
        waiting: dict[str, int] = {}
        seen, looks = None, 0
        while not stopped.wait(LOOK_EVERY):
            with suppress(sqlite3.OperationalError):
                (version,) = database.execute("PRAGMA data_version").fetchone()
                before, looks = waiting, looks + 1
                if version != seen:
                    waiting, seen = dict(database.execute(_WAITING)), version
                again = looks % AND_AGAIN == 0
                _wake(runners(), {queue for queue, last in waiting.items() if again or before.get(queue) != last})


def _wake(runners: Iterable[Any], queues: set[str]) -> None:
    """Those that look after one of these queues; the clock of the engine looks after none."""
    for each in runners:
        if not queues.isdisjoint(getattr(each.config, "queues", ())):
            each.sleeper.wake_up()
