"""One worker as two processes: email leaves from its own, so that no computing of the rest holds it up."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Thread

from dj_queue.config import BackendConfig, WorkerConfig
from django.db import connections

from latchstring.kernel.wake import MAIL


@dataclass(slots=True)
class Part:
    """What this process does of the worker's work, and who does the other part, if it is ours to stop."""

    config: BackendConfig
    other: int | None = None
    watch: Thread | None = None

    def stop_other(self) -> None:
        if self.other is not None:
            with suppress(ProcessLookupError):
                os.kill(self.other, signal.SIGTERM)

    def wait_for_other(self) -> None:
        if self.watch is not None:
            self.watch.join()


def divide(config: BackendConfig) -> Part:
    """Fork: both processes return with their part. Where one ends, however it does, the other one stops."""
    connections.close_all()
    alive, held = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(held)
        _stop_after(lambda: os.read(alive, 1))
        return Part(replace(config, workers=_mail(config, wanted=True), dispatchers=(), scheduler=None))
    os.close(alive)
    rest = replace(config, workers=_mail(config, wanted=False))
    return Part(rest, child, _stop_after(lambda: os.waitpid(child, 0)))


def _mail(config: BackendConfig, *, wanted: bool) -> tuple[WorkerConfig, ...]:
    return tuple(each for each in config.workers if (MAIL in each.queues) is wanted)


def _stop_after(ends: Callable[[], object]) -> Thread:
    """Stop this process gracefully once ``ends`` returns."""

    def watch() -> None:
        ends()
        os.kill(os.getpid(), signal.SIGTERM)

    thread = Thread(target=watch, daemon=True)
    thread.start()
    return thread
