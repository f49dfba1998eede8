"""A worker on Celery: it takes wake-ups from the broker, and looks by itself once a minute."""

import logging
import threading
from typing import Any

from celery import signals
from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

from latchstring.kernel import broker, common_clock, stopping

THREADS = 6
MINUTE = 60.0
_log = logging.getLogger(__name__)


class Here:
    """Runs tasks in threads of this process, each task in one at a time."""

    def __init__(self) -> None:
        self.running: dict[str, threading.Thread] = {}

    def __call__(self, path: str) -> None:
        before = self.running.get(path)
        if before is None or not before.is_alive():
            self.running[path] = threading.Thread(target=_run, args=[path], name=path)
            self.running[path].start()


def run() -> int:
    """Until it is asked to stop; what is in hand then is finished."""
    common_clock.keep(stopping.requested)
    broker.here.append(Here())
    signals.worker_shutting_down.connect(_stop)
    signals.task_prerun.connect(_clean)
    signals.task_postrun.connect(_clean)
    threading.Thread(target=_every_minute, daemon=True).start()
    worker = broker.app(settings.TASKS["default"]["OPTIONS"]["url"]).Worker(
        pool="threads",
        concurrency=THREADS,
        queues=broker.QUEUES,
        quiet=True,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


def _every_minute() -> None:
    """Also while the broker is away: what is due then is done here. Whatever fails, it comes again."""
    while not stopping.requested.is_set():
        try:
            _run(settings.SWEEP)
        except Exception:
            _log.exception("The look of this minute failed.")
        stopping.requested.wait(MINUTE)


def _run(path: str) -> None:
    close_old_connections()
    try:
        import_string(path).call()
    finally:
        close_old_connections()


def _stop(**_said: Any) -> None:
    stopping.requested.set()


def _clean(**_said: Any) -> None:
    close_old_connections()
