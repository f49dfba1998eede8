"""On SQLite a worker hears of what others have written without asking its queues again and again."""

import threading
import time
from types import SimpleNamespace

import pytest
from dj_queue.models import Job, ReadyExecution
from django.db import connection

from latchstring.cli import waking
from latchstring.kernel import clock
from latchstring.kernel.wake import MAIL
from latchstring.mail.models import Outage

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL notifies by itself"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def runners():
    """Of two queues, and one of none, which note when they are woken."""
    made = [Runner(MAIL), Runner("default"), Runner()]
    stopped = threading.Event()
    waking.listen(lambda: made, stopped)
    yield made
    stopped.set()


class Runner:
    def __init__(self, *queues: str) -> None:
        self.woken = 0
        self.config = SimpleNamespace(queues=queues) if queues else SimpleNamespace()
        self.sleeper = SimpleNamespace(wake_up=self.wake_up)

    def wake_up(self) -> None:
        self.woken += 1


def test_a_runner_is_woken_by_what_waits_in_its_queue_and_by_nothing_else(runners):
    mail, other, clockwork = runners
    wait(3)
    Outage.objects.create(next_try_at=clock.now(), reason="away")
    wait(3)
    assert (mail.woken, other.woken, clockwork.woken) == (0, 0, 0)
    row = put(MAIL)
    until(lambda: mail.woken)
    row.delete()
    assert (other.woken, clockwork.woken) == (0, 0)


def test_one_that_found_a_lock_is_woken_again_until_it_took_what_waits(runners):
    mail = runners[0]
    row = put(MAIL)
    until(lambda: mail.woken > 2)
    row.delete()
    wait(3)
    before = mail.woken
    wait(2 * waking.AND_AGAIN)
    assert mail.woken == before


def put(queue: str) -> ReadyExecution:
    job = Job.objects.create(task_path="nobody.takes_it", queue_name=queue, backend_alias="default")
    return ReadyExecution.objects.create(job=job, backend_alias="default", queue_name=queue, priority=0)


def wait(looks: int) -> None:
    time.sleep(looks * waking.LOOK_EVERY)


def until(done):
    give_up = time.monotonic() + 20
    while not done():
        assert time.monotonic() < give_up
        time.sleep(0.01)
