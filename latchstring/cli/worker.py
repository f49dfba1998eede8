"""Start a worker."""

import logging
import os
import socket
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from dj_queue.config import load_backend_config
from dj_queue.models import Process
from dj_queue.runtime.supervisor import AsyncSupervisor
from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.utils.module_loading import import_string
from prometheus_client import start_http_server
from prometheus_client.core import GaugeMetricFamily

from latchstring.cli import broker_worker, migrate, minute
from latchstring.cli.crew import Part, divide
from latchstring.cli.problems import FAILED
from latchstring.cli.waking import ASK_EVERY, listen, seldom
from latchstring.kernel import common_clock, memory, metrics, stopping
from latchstring.mail.backlog import Backlog

_ASK_EVERY = 0.5  # seconds
BEHIND = 5
"""How far a worker stands behind the web server on the same machine: somebody waits for a page."""
_log = logging.getLogger(__name__)


class Worker(AsyncSupervisor):
    """Threads that run what the web server wakes and what the minute brings."""

    polling_interval = ASK_EVERY

    def __init__(self, part: Part) -> None:
        super().__init__(part.config)
        self.part = part

    def handle_sigterm(self, *_args: object) -> bool:
        stopping.requested.set()
        self.part.stop_other()
        return bool(super().handle_sigterm())

    def start_runners(self) -> Any:
        listen(lambda: list(self.runners), self._stop_event)
        if self.part.config.scheduler is not None:
            minute.keep(self._stop_event)
            import_string(settings.SWEEP).enqueue()  # for what another one had in hand when it died
        return super().start_runners()

    def _run_managed_runner(self, runner: Any) -> None:
        """One that ends by itself, as where the database is away, ends all of them: they begin anew together."""
        try:
            with suppress(Error):
                super()._run_managed_runner(runner)
        finally:
            self.request_stop()


def run(_options: Namespace) -> int:
    """On the engine that LATCHSTRING_TASKS_URL names."""
    migrate.require_database()
    os.nice(BEHIND)
    sys.setswitchinterval(0.0005)  # opening a batch computes; sending mostly waits, and should not wait for that
    memory.settle()
    metrics.forget_the_dead()
    if "url" not in settings.TASKS["default"]["OPTIONS"]:
        return _on_the_database()
    show_figures()
    return broker_worker.run()


class _Asked(Backlog):
    """From a thread of its own, over a connection that is not kept."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            yield from super().collect()
        finally:
            connection.close()


def show_figures() -> None:
    """On a port of this machine alone, where there is no web server beside the worker that could show them."""
    if settings.METRICS_PORT:
        start_http_server(settings.METRICS_PORT, "127.0.0.1", metrics.registry(_Asked()))


def trouble(error: BaseException) -> None:
    """What a thread of the engine could not do: a database that is away is one line."""
    if isinstance(error, Error):
        _log.warning("The database does not answer; the worker goes on when it does. %s", str(error).strip())
    else:
        _log.error("A thread of the worker failed.", exc_info=error)


def _on_the_database() -> int:
    """On SQLite all in one process: whoever writes there makes all others wait anyway."""
    config = seldom(load_backend_config())
    part = divide(config) if connection.vendor == "postgresql" else Part(config)
    common_clock.keep(stopping.requested)
    if part.leads:
        show_figures()
    while not stopping.requested.is_set():
        with suppress(Error):
            Worker(part).run()
        _wait_for_database()
    part.wait_for_other()
    return FAILED if part.lost else 0


def _wait_for_database() -> None:
    """And forget what is registered of the run that broke off there: its names are taken anew."""
    while not stopping.requested.wait(_ASK_EVERY):
        with suppress(Error):
            close_old_connections()
            Process.objects.filter(pid=os.getpid(), hostname=socket.gethostname()).delete()
            return
