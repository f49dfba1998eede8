"""How the threads of a worker hear of a wake-up at once, and hardly cost anything while there is none.

PostgreSQL notifies them. On SQLite one thread looks whether anybody has written, which costs microseconds; asking
the queue itself each time would cost milliseconds.
"""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import replace
from threading import Event, Thread
from typing import Any

from dj_queue.config import BackendConfig
from django.db import connection

ASK_EVERY = 1.0  # seconds; where a notice was lost
LOOK_EVERY = 0.05
AND_AGAIN = 4
"""So many looks after the last change the runners are woken once more: one that found a lock comes back."""


def seldom(config: BackendConfig) -> BackendConfig:
    """The same engine, which asks its queues by itself only once in a while."""
    return replace(config, workers=tuple(replace(each, polling_interval=ASK_EVERY) for each in config.workers))


def listen(runners: Callable[[], Iterable[Any]], stopped: Event) -> None:
    """Wake the runners whenever somebody has written, until ``stopped``; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        Thread(target=_look, args=[runners, stopped], daemon=True, name="changes").start()


def _look(runners: Callable[[], Iterable[Any]], stopped: Event) -> None:
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
        seen, again = None, 0
        while not stopped.wait(LOOK_EVERY):
            with suppress(sqlite3.OperationalError):
                (version,) = database.execute("PRAGMA data_version").fetchone()
                again = AND_AGAIN if version != seen else again - 1
                seen = version
                for each in runners() if again > 0 else ():
                    each.sleeper.wake_up()
