"""Wake-ups over Redis or RabbitMQ: a backend of Django's tasks whose messages Celery carries.

The name of a task travels, and when it was sent and is due, by the clock that all machines share: Celery's own
``expires`` and ``eta`` go by the clock of whichever machine reads them. What nobody took within ten minutes is worth
nothing: the sweep has come since.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from threading import Timer
from typing import Any

from celery import Celery
from django.tasks import TaskResult, TaskResultStatus
from django.tasks.backends.base import BaseTaskBackend
from django.utils.module_loading import import_string
from kombu.exceptions import KombuError, OperationalError

from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7
from latchstring.kernel.wake import MAIL

TASK = "latchstring.run"
QUEUES = ("default", MAIL)
EXPIRES = timedelta(minutes=10)
PAUSE = 5.0  # seconds that a broker which did not answer is left alone: nobody waits for it on a page twice
_PATIENCE = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "socket_connect_timeout": 2}
_ONCE_MORE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
"""Over a new connection: the one that was kept may be of before the broker was started again."""
_log = logging.getLogger(__name__)

here: list[Callable[[str], object]] = []
"""In a worker: what runs a task in this process, as where the broker can't be reached."""


@cache
def app(url: str) -> Celery:
    """One for each process and broker; it knows the one task that runs all of ours."""
    celery = Celery("latchstring", broker=url, set_as_current=False, fixups=[])
    celery.conf.update(
        task_queues={name: {"exchange": name, "routing_key": name} for name in QUEUES},
        task_default_queue=QUEUES[0],
        task_ignore_result=True,
        task_create_missing_queues=False,
        worker_prefetch_multiplier=1,
        worker_enable_prefetch_count_reduction=False,  # it asks RabbitMQ from all threads at once, who wait for ever
        worker_hijack_root_logger=False,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_redirect_stdouts=False,
        broker_connection_timeout=2,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options=_PATIENCE if url.startswith("redis") else {"max_retries": 1},
    )
    celery.task(name=TASK)(run)
    return celery


def run(path: str, sent_at: str, due_at: str) -> None:
    """Moments in ISO 8601; what is due later is held here, and is left to the sweep if this worker ends before."""
    now, due = clock.now(), datetime.fromisoformat(due_at or sent_at)
    if due > now:
        timer = Timer((due - now).total_seconds(), _run_here, [path])
        timer.daemon = True
        timer.start()
    elif now - datetime.fromisoformat(sent_at) <= EXPIRES:
        import_string(path).call()


def _run_here(path: str) -> None:
    for act in here:
        act(path)


class BrokerBackend(BaseTaskBackend):
    """``OPTIONS`` has ``url``: redis, rediss, amqp or amqps."""

    supports_defer = True
    silent_until = 0.0

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, {**params, "QUEUES": list(QUEUES)})

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> TaskResult:
        """Where the broker is away that is logged, and no more: rows hold the work, and the sweep finds it."""
        self.validate_task(task)
        self._publish(task)
        return TaskResult(
            task=task,
            id=str(uuid7()),
            status=TaskResultStatus.READY,
            enqueued_at=clock.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )

    def _publish(self, task: Any) -> None:
        if time.monotonic() >= BrokerBackend.silent_until:
            try:
                celery = app(self.options["url"])
                due_at = task.run_after.isoformat() if task.run_after else ""
                told = [task.module_path, clock.now().isoformat(), due_at]
                celery.send_task(TASK, told, queue=task.queue_name, retry_policy=_ONCE_MORE)
            except (KombuError, OperationalError, OSError) as error:
                BrokerBackend.silent_until = time.monotonic() + PAUSE
                _log.warning("The broker can't be reached; the sweep will do it. %s", error)
            else:
                return
        _run_here(task.module_path)
