"""Wake-ups: a task only says "look now"; rows hold the work, so a lost one costs a minute."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string


def wake(name: str) -> None:
    """Enqueue the named task of ``settings.WAKE_UPS`` once this transaction has committed."""
    transaction.on_commit(partial(_enqueue, name), robust=True)


def _enqueue(name: str) -> None:
    import_string(settings.WAKE_UPS[name]).enqueue()
