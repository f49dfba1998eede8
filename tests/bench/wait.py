"""How long a sign-in code waits while a campaign goes out: from its commit to the mail server's yes."""

import threading
import time
from collections.abc import Iterator
from statistics import quantiles
from typing import Any
from uuid import uuid4

from latchstring.accounts import emails
from latchstring.firms.models import Firm
from latchstring.mail.models import Message, State
from tests.bench.bulk import going_out, use
from tests.bench.figures import figure
from tests.bench.people import firm_without_portals
from tests.bench.sink import sink

EVERY = 0.25  # seconds between two codes
IDLE_CODES = 20


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    """Beside a code that waits for nothing, in the same run with the same worker."""
    firm = firm_without_portals(n)
    with sink() as server:
        use(server)
        done = threading.Event()
        with going_out(server, firm_without_portals(1, "warm"), 1, threading.Event()):
            idle = codes(firm, threading.Event(), IDLE_CODES)
        with going_out(server, firm, n, done):
            busy = codes(firm, done)
    for name, part in (("p50", 9), ("p95", 18)):
        yield figure(
            f"code waits while a campaign goes out, {name}, beside at rest", n, db, at(busy, part), "ms", at(idle, part)
        )
    yield figure("code waits while a campaign goes out, longest", n, db, max(busy), "ms")
    yield figure("codes asked for meanwhile", n, db, len(busy), "codes")


def codes(firm: Firm, over: threading.Event, most: int = 1_000_000) -> list[float]:
    """Milliseconds that each waited, asked for one after the other until the campaign is over."""
    waits: list[float] = []
    while len(waits) < most and not (over.is_set() and len(waits) >= IDLE_CODES):
        waits.append(one(firm))
        time.sleep(EVERY)
    return waits


def one(firm: Firm) -> float:
    start = time.perf_counter()
    address = f"{uuid4().hex}@code.example"
    emails.post(firm, "login_code", address, fields={"code": "417093"})
    while not Message.objects.filter(to_address=address, state=State.SENT).exists():
        if time.perf_counter() - start > 60:
            raise RuntimeError("A code has waited for a minute.")
        time.sleep(0.002)
    return (time.perf_counter() - start) * 1000


def at(waits: list[float], part: int) -> float:
    """A twentieth: 9 is the median, 18 the 95th percentile."""
    return quantiles(waits, n=20)[part]
