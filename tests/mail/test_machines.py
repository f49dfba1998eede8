"""Real workers on machines of their own: they share what leaves slowly, and a clock that jumps changes nothing."""

import os
import signal
import sys
from datetime import timedelta

import pytest
import time_machine
from dj_queue.models import Process
from django.db import connection, transaction

from latchstring.config import engines
from latchstring.kernel import clock
from latchstring.mail.models import Campaign, Message, State
from tests.mail.smtp import Sink, running
from tests.mail.test_delivery import by_state
from tests.mail.test_engines import until, workers

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
QUEUES = 2
COUNT, MINUTES, OURS = (2, 60, 0) if connection.vendor == "postgresql" else (1, -60, -60)
"""Two machines, and the clock of one jumps; on SQLite there is one, and this process is on it."""


def test_the_clock_jumps_an_hour_under_workers_who_share(tmp_path, settings, cast, queue_n):
    settings.TASKS = {"default": engines.from_url("database:")}
    queue_n(5, Campaign.objects.create(firm=cast.firm, starts_at=clock.now() + timedelta(minutes=30)))
    command = [sys.executable, "-m", "tests.mail.clockwork", str(MINUTES)]
    with running(Sink(pause=0.1)) as sink, workers(COUNT, tmp_path, "database:", sink, command=command) as crew:
        until(lambda: Process.objects.filter(kind="Worker").count() == QUEUES * COUNT)
        with transaction.atomic():  # who looks between the two would take the campaign to be over
            queue_n(150, Campaign.objects.create(firm=cast.firm, opened_at=clock.now()))  # this wakes one
        until(lambda: sink.connections == COUNT and len(sink.received) > 5)
        os.killpg(crew[0].pid, signal.SIGUSR1)
        sink.pause = 0
        until(lambda: by_state()[State.SENT] == 150)
        with time_machine.travel(clock.now() + timedelta(minutes=OURS, seconds=-1)):
            queue_n(5)
        until(lambda: by_state()[State.SENT] >= 155)
        assert [worker.poll() for worker in crew] == [None] * COUNT
    assert by_state() == {State.SENT: 155, State.QUEUED: 5}
    assert len(sink.received) == Message.objects.filter(state=State.SENT).count()
