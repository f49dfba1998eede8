"""On SQLite a worker hears of what others have written without asking its queues again and again."""

import threading
import time
from types import SimpleNamespace

import pytest
from django.db import connection

from latchstring.cli import waking
from latchstring.kernel import clock
from latchstring.mail.models import Outage

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL notifies by itself"),
    pytest.mark.django_db(transaction=True),
]


def test_it_is_woken_by_what_is_written_and_by_nothing_else():
    woken: list[float] = []
    runner = SimpleNamespace(sleeper=SimpleNamespace(wake_up=lambda: woken.append(time.monotonic())))
    stopped = threading.Event()
    waking.listen(lambda: [runner], stopped)
    try:
        until(lambda: len(woken) == waking.AND_AGAIN)  # at the start, for what was written before
        Outage.objects.first()
        time.sleep(4 * waking.LOOK_EVERY)
        assert len(woken) == waking.AND_AGAIN
        Outage.objects.create(next_try_at=clock.now(), reason="away")
        until(lambda: len(woken) == 2 * waking.AND_AGAIN)
    finally:
        stopped.set()


def until(done):
    give_up = time.monotonic() + 20
    while not done():
        assert time.monotonic() < give_up
        time.sleep(0.01)
