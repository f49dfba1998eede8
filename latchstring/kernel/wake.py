"""Wake-ups: a task only says "look now"; rows hold the work, so a lost one costs a minute."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from latchstring.kernel import clock

MAIL = "mail"
"""The queue of what hands emails over; everything else waits in the default one."""

SOON = timedelta(minutes=15)
"""What is due later than this is left to the sweep, which comes every minute."""


def wake(name: str, *, at: datetime | None = None) -> None:
    """Enqueue the named task of ``settings.WAKE_UPS`` once this transaction has committed, to run then or ``at``."""
    if at is None or at <= clock.now() + SOON:
        transaction.on_commit(partial(_enqueue, name, at), robust=True)


def _enqueue(name: str, at: datetime | None) -> None:
    task = import_string(settings.WAKE_UPS[name])
    (task.using(run_after=at) if at and at > clock.now() else task).enqueue()
