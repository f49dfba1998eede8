"""On PostgreSQL email leaves from a process of its own, at once, and neither process outlives the other."""

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from dj_queue.models import RecurringTask

from latchstring.cli.worker import BEHIND
from latchstring.config import engines
from latchstring.kernel import clock
from latchstring.mail.models import Message, State
from tests.mail.conftest import database_url

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

COMMAND = [sys.executable, "-m", "latchstring.config.command", "worker"]
ENDS = {
    "the whole is asked to stop": (0, signal.SIGTERM),
    "the whole is killed": (0, signal.SIGKILL),
    "what sends is killed": (1, signal.SIGKILL),
}


def test_a_worker_looks_at_once_and_both_its_parts_end_together(tmp_path: Path, queue_n: Any) -> None:
    (email,) = queue_n(1)  # nobody wakes them for it, and the look of this minute has been
    minute = clock.now() + timedelta(seconds=110)
    sweep = engines.SWEEP | {"key": "sweep", "static": True, "next_run_at": minute}
    RecurringTask.objects.create(**sweep)
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "latchstring.config.settings",
        "LATCHSTRING_DATABASE_URL": database_url(),
        "LATCHSTRING_DATA_DIR": str(tmp_path),
    }
    workers = {how: Popen(COMMAND, env=env) for how in ENDS}
    try:
        parts = {how: [each.pid, sender_of(each.pid)] for how, each in workers.items()}
        everybody = [pid for pair in parts.values() for pid in pair]
        assert {os.getpriority(os.PRIO_PROCESS, pid) for pid in everybody} == {os.nice(0) + BEHIND}
        assert within(30, lambda: Message.objects.filter(pk=email.pk, state=State.SENT).exists())
        for how, (which, number) in ENDS.items():
            os.kill(parts[how][which], number)
        codes = {how: each.wait(30) for how, each in workers.items()}
        assert list(codes.values()) == [0, -signal.SIGKILL, 1]
        for how, (_, sender) in parts.items():
            assert within(15, lambda pid=sender: not Path(f"/proc/{pid}").exists()), how
    finally:
        for each in workers.values():
            each.kill()


def sender_of(pid: int) -> int:
    """The child of a worker, once both listen to signals."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    while not (found := children.read_text().split()) or not (listens(pid) and listens(int(found[0]))):
        time.sleep(0.1)
    return int(found[0])


def listens(pid: int) -> bool:
    """Whether the process handles SIGTERM by itself."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = int(status.split("SigCgt:")[1].split()[0], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def within(seconds: float, done: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(0.1)
    return done()
