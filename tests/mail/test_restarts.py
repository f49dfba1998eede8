"""What we lean on dies and comes back while everything runs: nothing is lost, and nobody gets it twice."""

import os
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import Popen
from urllib.error import HTTPError

import psycopg
import pytest
from django.db import connection

from latchstring.config import engines
from latchstring.kernel import broker
from latchstring.kernel.wake import wake
from latchstring.mail.models import Message, State
from tests import brokers
from tests.mail.conftest import database_url
from tests.mail.smtp import Sink, free_port, running
from tests.mail.test_delivery import by_state
from tests.mail.test_engines import installation, until, workers

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AWAY = 1.5  # seconds


@contextmanager
def database_away() -> Iterator[None]:
    """PostgreSQL throws everybody out of this database and lets nobody in, as it does while it restarts."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with psycopg.connect(database_url().rpartition("/")[0] + "/postgres", autocommit=True) as other:
        other.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            other.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@contextmanager
def web_server(folder: Path) -> Iterator[int]:
    port = free_port()
    env = installation(folder, PORT=str(port), WEB_PROCESSES="1")
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "2"]
    with Popen([*command, "--log-level", "error", "latchstring.config.wsgi:application"], env=env) as server:
        try:
            until(lambda: answers(port))
            yield port
        finally:
            server.terminate()


def answers(port: int) -> bool:
    try:
        return status(port, "/healthz") == 200
    except OSError:
        time.sleep(0.1)
        return False


def status(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_the_database_restarts_under_a_worker_and_a_web_server(tmp_path, settings, campaign, queue_n):
    settings.TASKS = {"default": engines.from_url("database:")}
    queue_n(60, campaign)
    with (
        running(Sink(pause=0.02)) as sink,
        web_server(tmp_path) as port,
        workers(1, tmp_path, "database:", sink) as [worker],
    ):
        until(lambda: len(sink.received) > 5)
        with database_away():
            assert (status(port, "/healthz"), status(port, "/readyz")) == (200, 503)
            time.sleep(AWAY)
        assert status(port, "/readyz") == 200
        until(lambda: by_state() == {State.SENT: 60} or time.sleep(0.1))
        with database_away():  # and once more, while there is nothing to do
            time.sleep(AWAY)
        queue_n(5)
        wake("deliver")
        until(lambda: by_state() == {State.SENT: 65} or time.sleep(0.1))
        assert worker.poll() is None
    assert sum(sink.counts.values()) == Message.objects.count()


LONG = pytest.mark.skipif("LATCHSTRING_TEST_LONG" not in os.environ, reason="long: set LATCHSTRING_TEST_LONG=1")


@pytest.mark.parametrize("kind", ["redis", pytest.param("rabbitmq", marks=LONG)])
def test_the_broker_dies_and_comes_back_with_empty_hands(kind, tmp_path, settings, campaign, queue_n):
    start, port = getattr(brokers, kind), free_port()
    queue_n(60, campaign)
    with running(Sink(pause=0.01)) as sink, ExitStack() as crew:
        with start(port) as url:
            settings.TASKS = {"default": engines.from_url(url)}
            [worker] = crew.enter_context(workers(1, tmp_path, url, sink))
            until(lambda: len(sink.received) > 5)
        queue_n(5)
        wake("deliver")
        until(lambda: by_state()[State.SENT] >= 60)
        broker.BrokerBackend.silent_until = 0.0
        with start(port):
            queue_n(5)
            wake("deliver")
            until(lambda: by_state() == {State.SENT: 70} or time.sleep(0.1))
            assert worker.poll() is None
            crew.close()
    assert sum(sink.counts.values()) == Message.objects.count()
