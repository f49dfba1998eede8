"""The Manager's page while a campaign goes out, beside the same page at rest."""

import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from latchstring.accounts.models import User
from tests.bench.bulk import campaign_going_out
from tests.bench.figures import figure
from tests.bench.people import firm_without_portals
from tests.bench.web import Browser, web_server

PAGE = "/clients/portals/?" + urlencode({"sort": "-last-login"})


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    """``campaign_going_out`` runs a real worker process against a real sink and ends when all have left."""
    firm = firm_without_portals(n)
    olive = User.objects.get(email__startswith="olive@")
    with web_server() as port:
        browser = Browser(port, olive)
        idle50, idle95 = browser.times(PAGE, 60)
        done = threading.Event()
        with campaign_going_out(firm, olive, n, done):
            took = []
            while not done.is_set():
                took.append(browser.times(PAGE, 10))
    busy50 = sorted(p50 for p50, _ in took)[len(took) // 2]
    busy95 = sorted(p95 for _, p95 in took)[len(took) // 2]
    yield figure("manager page while sending p50, beside idle", n, db, busy50, "ms", idle50)
    yield figure("manager page while sending p95, beside idle", n, db, busy95, "ms", idle95)
