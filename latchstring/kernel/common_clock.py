"""Machines that share a database go by its clock, so that none sends early, or takes from others, as its own is wrong.

Django's ``timezone.now``, through which we and the task engine look at the time, becomes what the database said last,
counted on by a clock that nobody sets. SQLite is for one machine, which goes by its own.
"""

import time
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import Error, connection
from django.utils import timezone

ASK_EVERY, LOOK_EVERY = 60.0, 1.0  # seconds
SET = 0.5
"""A machine's clock that has moved by so many seconds was set; the database's may be the same one."""
_own = timezone.now


def keep(stopped: Event) -> None:
    """From here on, in this process, until ``stopped``."""
    if connection.vendor == "postgresql":
        _asked()
        Thread(target=_keep, args=[stopped], daemon=True, name="clock").start()


def ask() -> None:
    """Go on from what the database says now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment, at = cursor.fetchone()[0], time.monotonic()

    def now() -> datetime:
        since: datetime = moment + timedelta(seconds=time.monotonic() - at)
        return since

    timezone.now = now


def ask_again() -> None:
    """Where this process goes by the database's clock: it may have been set since it was asked."""
    if timezone.now is not _own:
        ask()


def _keep(stopped: Event) -> None:
    asked, ahead = time.monotonic(), _ahead()
    while not stopped.wait(LOOK_EVERY):
        late = time.monotonic() - asked > ASK_EVERY
        if (late or abs(_ahead() - ahead) > SET) and _asked():
            asked, ahead = time.monotonic(), _ahead()


def _asked() -> bool:
    """Over a connection that is not kept; False while the database is away."""
    try:
        with suppress(Error):
            ask()
            return True
    finally:
        connection.close()
    return False


def _ahead() -> float:
    return time.time() - time.monotonic()
