"""Several workers, one of them killed: everybody has the email once, whatever carries the wake-ups."""

import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from django.db import connection

from latchstring.config import engines
from latchstring.kernel.wake import wake
from latchstring.mail.models import Message, State
from tests import brokers
from tests.mail.conftest import address, database_url
from tests.mail.smtp import Sink, free_port, running
from tests.mail.test_delivery import by_state

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
COMMAND = [sys.executable, "-m", "latchstring.config.command", "worker"]
EMAILS = 200


def installation(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of an installation of its own on the database of this test."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "latchstring.config.settings",
        "LATCHSTRING_DATABASE_URL": database_url(),
        "LATCHSTRING_DATA_DIR": str(folder),
        "LATCHSTRING_LOG_LEVEL": "error",
        **{f"LATCHSTRING_{name}": value for name, value in settings.items()},
    }


@contextmanager
def workers(
    count: int, folder: Path, tasks_url: str, sink: Sink, command: Sequence[str] = COMMAND
) -> Iterator[list["Popen[bytes]"]]:
    env = installation(folder, EMAIL_URL=f"smtp://127.0.0.1:{sink.port}", TASKS_URL=tasks_url)
    crew = [Popen(command, env=env, start_new_session=True) for _ in range(count)]
    try:
        yield crew
    finally:
        for worker in crew:
            worker.terminate()
        for worker in crew:
            worker.wait(30)


def until(done: Any, seconds: float = 90) -> None:
    give_up = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < give_up, by_state()
        time.sleep(0.02)


@contextmanager
def one_is_killed(
    count: int, tasks_url: str, folder: Path, settings: Any, campaign: Any, queue_n: Any
) -> Iterator[Sink]:
    """Send to many with so many workers, kill one in the middle of it, and count; the others live on in the block."""
    settings.TASKS = {"default": engines.from_url(tasks_url)}
    queue_n(EMAILS // 2, campaign)
    with running(Sink(pause=0.004)) as sink, workers(count, folder, tasks_url, sink) as crew:
        until(lambda: len(sink.received) > 20)
        os.killpg(crew[0].pid, signal.SIGKILL)
        queue_n(EMAILS - EMAILS // 2)
        wake("deliver")
        until(lambda: set(by_state()) == {State.SENT} or _wake_again())
        _once_each(sink)
        yield sink


def _wake_again() -> bool:
    """The sweep would find what the dead worker had in hand; this is its minute."""
    connection.close()
    wake("deliver")
    time.sleep(0.2)
    return False


def _once_each(sink: Sink) -> None:
    """Both campaigns went to the same addresses: twice each, and one more for the worker that died."""
    half = EMAILS // 2
    ids = [email["Message-ID"] for i in range(half) for email in sink.emails(address(i))]
    assert len(set(ids)) == EMAILS == Message.objects.filter(state=State.SENT).count()
    assert EMAILS <= len(sink.received) <= EMAILS + 1


def test_two_workers_over_redis(tmp_path, settings, campaign, queue_n):
    with brokers.redis() as url, one_is_killed(2, url, tmp_path, settings, campaign, queue_n):
        pass


def test_two_workers_over_rabbitmq_which_starts_again(tmp_path, settings, campaign, queue_n):
    port = free_port()
    with ExitStack() as broker:
        url = broker.enter_context(brokers.rabbitmq(port))
        with one_is_killed(2, url, tmp_path, settings, campaign, queue_n) as sink:
            sink.pause, sent = 0.1, len(sink.received)
            queue_n(20)
            wake("deliver")
            until(lambda: len(sink.received) > sent)
            broker.close()  # while there is something in hand
            broker.enter_context(brokers.rabbitmq(port))
            queue_n(5)
            until(lambda: by_state() == {State.SENT: EMAILS + 25} or _wake_again())


def test_three_workers_over_the_database(tmp_path, settings, campaign, queue_n):
    with one_is_killed(3, "database:", tmp_path, settings, campaign, queue_n):
        pass
