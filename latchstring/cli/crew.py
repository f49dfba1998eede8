"""One worker as two processes: email leaves from its own, so that no computing of the rest holds it up."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Thread

from dj_queue.config import BackendConfig, WorkerConfig
from django.db import connections

from latchstring.kernel import stopping
from latchstring.kernel.wake import MAIL


@dataclass(slots=True)
class Part:
    """What this process does of the worker's work, and who does the other part, if it is ours to stop.

    ``lost``: that one has ended without being asked to.
    """

    config: BackendConfig
    other: int | None = None
    watch: Thread | None = None
    lost: bool = False

    @property
    def leads(self) -> bool:
        """Whether this is the process that was started, and not the one that it made."""
        return self.other is not None or self.config.scheduler is not None

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
        sender = Part(replace(config, workers=_mail(config, wanted=True), dispatchers=(), scheduler=None))
        _stop_after(lambda: os.read(alive, 1), sender)
        return sender
    os.close(alive)
    rest = Part(replace(config, workers=_mail(config, wanted=False)), child)
    rest.watch = _stop_after(lambda: os.waitpid(child, 0), rest)
    return rest


def _mail(config: BackendConfig, *, wanted: bool) -> tuple[WorkerConfig, ...]:
    return tuple(each for each in config.workers if (MAIL in each.queues) is wanted)


def _stop_after(ends: Callable[[], object], part: Part) -> Thread:
    """Stop this process gracefully once ``ends`` returns."""

    def watch() -> None:
        ends()
        part.lost = not stopping.requested.is_set()
        os.kill(os.getpid(), signal.SIGTERM)

    thread = Thread(target=watch, daemon=True)
    thread.start()
    return thread
