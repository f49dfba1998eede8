"""The request behind Send, for everybody who matches, through the real server."""

import json
import time
from collections.abc import Iterator
from statistics import median
from typing import Any
from uuid import uuid4

from latchstring.accounts.models import User
from tests.bench.figures import figure
from tests.bench.people import firm_without_portals
from tests.bench.web import Browser, web_server

REPEATS = 7
TOKEN = "b" * 32


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    """``beside`` is the plainest page of the same server in the same run."""
    firm_without_portals(n)
    olive = User.objects.get(email__startswith="olive@")
    with web_server() as port:
        browser = Browser(port, olive)
        plain, _ = browser.times("/healthz", 30)
        took = [_press_send(browser) for _ in range(REPEATS)]
    yield figure("send request, select all that match", n, db, median(took), "ms", plain)


def _press_send(browser: Browser) -> float:
    selection = json.dumps({"mode": "filter", "filter": {}, "excluded": []})
    fields = {
        "selection": selection,
        "personal": "on",
        "message": "Hello {First name}, your organizer is waiting.",
        "when": "now",
        "who": "primary",
        "request_key": uuid4().hex,
    }
    start = time.perf_counter()
    status, answer = browser.post("/clients/portals/invites/send/", fields, token=TOKEN)
    took = (time.perf_counter() - start) * 1000
    if status != 302 or "/batches/" not in answer:
        raise RuntimeError(f"Send answered {status}: {answer[:300]}")
    return took
