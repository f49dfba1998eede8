"""Workers are killed, databases locked, two workers meet: everybody has the email once."""

import os
import random
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Message, State
from tests.mail.conftest import address, database_url, use_server
from tests.mail.smtp import Sink, running
from tests.mail.test_delivery import by_state, nothing

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KILLS = 24


class Workers:
    def __init__(self, process: "Popen[str]") -> None:
        self.process = process

    def ask(self, line: str) -> int:
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def start(self) -> int:
        return self.ask("start")

    def wait(self, pid: int) -> int:
        return self.ask(str(pid))


@contextmanager
def workers(port: int, folder: Any) -> Iterator[Workers]:
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "LATCHSTRING_TEST_DATABASE_URL": database_url(),
        "LATCHSTRING_DATA_DIR": str(folder),
        "LATCHSTRING_EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "tests.mail.worker"]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True, env=env) as process:
        yield Workers(process)
        process.stdin.close()


@pytest.mark.parametrize("pipelining", [True, False], ids=["pipelining", "one by one"])
def test_workers_killed_at_any_point_lose_nothing_and_double_one_each_at_most(campaign, queue_n, tmp_path, pipelining):
    queue_n(500, campaign)
    chance = random.Random(7)
    kills = 0
    with running(Sink(pipelining=pipelining, pause=0.002)) as sink, workers(sink.port, tmp_path) as crew:
        while kills < KILLS and len(sink.received) < 480:
            pid = crew.start()
            wait_until(len(sink.received) + chance.randint(1, 30), sink)
            time.sleep(chance.uniform(0, 0.01))
            os.kill(pid, signal.SIGKILL)
            kills += crew.wait(pid) == -signal.SIGKILL
        assert crew.wait(crew.start()) == 0
    assert kills >= 15
    assert by_state() == {State.SENT: 500}
    assert set(sink.counts) == {address(i) for i in range(500)}
    assert sum(sink.counts.values()) <= 500 + kills
    for recipient, times in sink.counts.items():
        assert len({email["Message-ID"] for email in sink.emails(recipient)}) == 1, (recipient, times)


def wait_until(taken: int, sink: Sink) -> None:
    """Until the worker is in the middle of a chunk, and the sink has taken so many."""
    give_up = time.monotonic() + 30
    while len(sink.received) < taken:
        assert time.monotonic() < give_up, "Nothing leaves any more."
        time.sleep(0.001)


def test_two_workers_at_once_and_one_who_comes_later_send_nobody_twice(campaign, queue_n, tmp_path):
    queue_n(300, campaign)
    with running(Sink(pause=0.003)) as sink, workers(sink.port, tmp_path) as crew:
        pids = [crew.start(), crew.start()]
        wait_until(20, sink)
        pids.append(crew.start())
        assert [crew.wait(pid) for pid in pids] == [0, 0, 0]
    assert sink.counts == {address(i): 1 for i in range(300)}
    assert by_state() == {State.SENT: 300}


@contextmanager
def database_locked(seconds: float) -> Iterator[None]:
    """Another writer holds the database, from now on and in the background."""
    held = threading.Event()

    def hold_sqlite() -> None:
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        held.set()
        time.sleep(seconds)
        other.execute("ROLLBACK")
        other.close()

    def hold_postgres() -> None:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE mail_message IN ACCESS EXCLUSIVE MODE")
            held.set()
            time.sleep(seconds)
            cursor.execute("ROLLBACK")
        connection.close()

    holder = threading.Thread(target=hold_sqlite if connection.vendor == "sqlite" else hold_postgres)
    holder.start()
    held.wait(10)
    try:
        yield
    finally:
        holder.join()


def test_a_database_that_is_locked_for_five_seconds_delays_and_doubles_nothing(smtp, campaign, queue_n):
    queue_n(30, campaign)
    start = time.monotonic()
    with database_locked(5):
        assert deliver_due(nothing) == 30
    assert time.monotonic() - start > 4.5
    assert smtp.counts == {address(i): 1 for i in range(30)}


@pytest.mark.skipif("sqlite" not in django_settings.DATABASES["default"]["ENGINE"], reason="PostgreSQL waits by itself")
def test_an_email_that_has_left_is_recorded_even_if_the_database_was_locked_just_then(smtp, campaign, queue_n):
    queue_n(10, campaign)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    locked = []

    def lock_after_the_third() -> None:
        if len(smtp.received) == 3:
            holder = database_locked(1.5)
            holder.__enter__()
            locked.append(holder)

    smtp.on_taken = lock_after_the_third
    try:
        assert deliver_due(nothing) == 10
    finally:
        locked[0].__exit__(None, None, None)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 20000")
    assert smtp.counts == {address(i): 1 for i in range(10)}


def test_a_server_that_hangs_for_five_seconds_holds_up_nobody_else(smtp, settings, campaign, queue_n):
    use_server(settings, smtp.port, timeout=5)
    smtp.answers[address(37)] = "hang"
    queue_n(100, campaign)
    start = time.monotonic()
    assert deliver_due(nothing) == 99
    assert 5 <= time.monotonic() - start < 30
    assert Message.objects.get(to_address=address(37)).state == State.DEFERRED
