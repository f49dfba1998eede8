"""Memory of the web server and of a worker: idle, and after a bulk send."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from latchstring.accounts.models import User
from tests.bench.bulk import campaign_going_out
from tests.bench.figures import figure
from tests.bench.people import firm_without_portals
from tests.bench.web import Browser, web_server

PAGE = "/clients/portals/"


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    """Megabytes of all processes of a kind together; ``beside`` of the later figures is the idle one."""
    firm = firm_without_portals(n)
    olive = User.objects.get(email__startswith="olive@")
    with web_server() as port:
        browser = Browser(port, olive)
        browser.times(PAGE, 5)
        web_idle = megabytes("granian")
        yield figure("memory of the web server, idle", n, db, web_idle, "MB")
        done = threading.Event()
        with campaign_going_out(firm, olive, n, done):
            first = megabytes("worker")
            while not done.is_set():
                browser.times(PAGE, 2)
                time.sleep(0.2)
            yield figure("memory of the worker, as it starts", n, db, first, "MB")
            yield figure("memory of the worker, after the send", n, db, megabytes("worker"), "MB", first)
        yield figure("memory of the web server, after the send", n, db, megabytes("granian"), "MB", web_idle)


def megabytes(word: str) -> float:
    """Resident memory of our descendants whose command line has this word."""
    return sum(_resident(pid) for pid in _descendants(os.getpid()) if word in _command(pid)) / 1024


def _descendants(pid: int) -> Iterator[int]:
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, tasks.read_text().split()):
            yield child
            yield from _descendants(child)


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
