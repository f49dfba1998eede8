"""The minute goes on where the clock was set back: the engine would wait until the old time comes again."""

import logging
from datetime import timedelta
from threading import Event, Thread

from dj_queue.models import RecurringExecution, RecurringTask
from django.db import Error, close_old_connections, transaction

from latchstring.kernel import clock

MINUTE = timedelta(minutes=1)
_log = logging.getLogger(__name__)


def keep(stopped: Event) -> None:
    """Look once a minute, by a clock that nobody sets, until ``stopped``."""
    Thread(target=_every_minute, args=[stopped], daemon=True, name="minute").start()


def follow_the_clock() -> None:
    """What the engine noted as done, or as to do, at a time that has not come yet is forgotten."""
    now = clock.now()
    with transaction.atomic():
        if RecurringTask.objects.filter(next_run_at__gt=now + 2 * MINUTE).update(next_run_at=None):
            RecurringExecution.objects.filter(run_at__gt=now - MINUTE).delete()
            _log.warning("The clock was set back; the worker follows it.")


def _every_minute(stopped: Event) -> None:
    while not stopped.wait(MINUTE.total_seconds()):
        try:
            close_old_connections()
            follow_the_clock()
        except Error as error:
            _log.warning("The database does not answer. %s", str(error).strip())
        finally:
            close_old_connections()
