"""All clients through the real server: the owner and scoped staff, first page, deep, sorted, searched, beside admin."""

import time
from collections.abc import Iterator
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from latchstring.accounts.models import TeamMember
from latchstring.clients import search
from latchstring.clients.models import Assignment, Client
from latchstring.firms.models import Firm
from latchstring.kernel.cursor import Cursor
from latchstring.policy.roles import Role
from tests.bench.figures import figure
from tests.bench.people import firm_without_portals
from tests.bench.web import Browser, looks, web_server
from tests.cast import make_member

SHARE = 50  # scoped staff look after one client in fifty


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    firm = firm_without_portals(n)
    olive = firm_owner(firm)
    sam = scoped_member(firm)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = {
        "first": {},
        "deep": {"cursor": _cursor_at(firm, n * 4 // 5)},
        "newest": {"sort": "-added"},
        "search": {"q": f"client {n // 2 // SHARE * SHARE:06}"},
    }
    with web_server() as port:
        owner, staff = Browser(port, olive), Browser(port, sam)
        admin50, admin95 = owner.times("/peer/clients/client/?o=1", 10 if n > 50_000 else looks(n) // 2)
        for name, query in pages.items():
            path = f"/clients/?{urlencode(query)}"
            (own50, own95), (his50, his95) = _in_turns(path, looks(n), owner, staff)
            yield figure(f"clients {name} owner p50, beside admin", n, db, own50, "ms", admin50)
            yield figure(f"clients {name} owner p95, beside admin", n, db, own95, "ms", admin95)
            yield figure(f"clients {name} scoped p50, beside owner", n, db, his50, "ms", own50)
            yield figure(f"clients {name} scoped p95, beside owner", n, db, his95, "ms", own95)


def _in_turns(path: str, repeats: int, *browsers: Browser) -> list[tuple[float, float]]:
    """Median and 95th percentile for each, asked in turns, so that a busy moment meets them all."""
    took: list[list[float]] = [[] for _ in browsers]
    for _ in range(repeats):
        for browser, times in zip(browsers, took, strict=True):
            start = time.perf_counter()
            status, _body = browser.get(path)
            times.append((time.perf_counter() - start) * 1000)
            if status != 200:
                raise RuntimeError(f"{path} answered {status}.")
    cuts = [quantiles(times, n=20) for times in took]
    return [(each[9], each[18]) for each in cuts]


def firm_owner(firm: Firm) -> Any:
    """Everything that is searched is there."""
    ids = list(Client.objects.filter(firm=firm).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), 5_000):
        search.refresh(ids[start : start + 5_000])
    return TeamMember.objects.get(firm=firm, role=Role.OWNER).user


def scoped_member(firm: Firm) -> Any:
    sam = make_member(firm, "Sam", Role.STAFF_ASSIGNED)
    ids = list(Client.objects.filter(firm=firm).order_by("sort_name").values_list("pk", flat=True)[::SHARE])
    Assignment.objects.bulk_create(
        [Assignment(firm=firm, client_id=pk, member_id=sam.pk) for pk in ids], batch_size=1_000
    )
    return sam.user


def _cursor_at(firm: Firm, place: int) -> str:
    """The cursor of the page that begins behind the row at this place."""
    row = Client.objects.filter(firm=firm).order_by("sort_name", "id")[place]
    return Cursor(row.sort_name, row.pk).write("sort_name")
