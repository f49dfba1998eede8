"""The Manager's page through the real server, first, deep and searched, beside its SQL and beside the admin."""

import time
from collections.abc import Callable, Iterator
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from latchstring.accounts.models import User
from latchstring.firms.models import Firm
from latchstring.kernel.cursor import Cursor
from latchstring.portals.models import Phase, PortalUser
from tests.bench.figures import figure
from tests.bench.people import firm_with_people
from tests.bench.web import Browser, looks, median_and_95th, web_server

PEER = "/peer/portals/portaluser/?phase__exact=2&o=-6"
DEEP = 0.8
WARM = 6  # looks at each page, ours and the admin's, before any is timed: both threads connect and plan first


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    firm = firm_with_people(n)
    olive = User.objects.get(email__startswith="olive@")
    deep = _cursor_at(firm, int(n * 3 // 5 * DEEP))
    pages = {
        "first": {"show": "logged-in", "sort": "-last-login"},
        "deep": {"show": "logged-in", "sort": "-last-login", "cursor": deep},
        "all": {"sort": "-last-login"},
        "search": {"show": "logged-in", "sort": "-last-login", "q": f"{n // 2 // 5 * 5}"},
    }
    paths = {name: [_url(query)] * looks(n) for name, query in pages.items()}
    paths["never seen"] = _new_pages(firm, n)
    with web_server() as port:
        browser = Browser(port, olive)
        browser.walk([PEER, *(path for several in paths.values() for path in several[:1])] * WARM)
        sql50, sql95 = _sql_times(firm)
        for name, several in paths.items():
            p50, p95, admin50, admin95 = _beside_the_admin(browser, several, 4 if n > 50_000 else looks(n) // 4)
            yield figure(f"manager {name} p50, beside SQL", n, db, p50, "ms", sql50)
            yield figure(f"manager {name} p95, beside SQL", n, db, p95, "ms", sql95)
            yield figure(f"manager {name} p50, beside admin", n, db, p50, "ms", admin50)
            yield figure(f"manager {name} p95, beside admin", n, db, p95, "ms", admin95)


def _beside_the_admin(browser: Browser, ours: list[str], looks: int) -> tuple[float, float, float, float]:
    """Half of the admin's looks come before ours and half after, as the machine changes its pace within minutes."""
    before = browser.took([PEER] * looks)
    own = browser.took(ours)
    return *median_and_95th(own), *median_and_95th(before + browser.took([PEER] * looks))


def _url(query: dict[str, str]) -> str:
    return f"/clients/portals/?{urlencode(query)}"


def _new_pages(firm: Firm, n: int) -> list[str]:
    """As many pages as others are looked at, none of whose rows has been drawn before."""
    places = range(0, n * 3 // 5 - 50, max(50, n * 3 // 5 // looks(n)))
    return [
        _url({"show": "logged-in", "sort": "-sessions", "cursor": _cursor_at(firm, place, "web_sessions")})
        for place in places
    ]


def _cursor_at(firm: Firm, place: int, column: str = "last_login_at") -> str:
    """The cursor of the page that begins behind the row at this place."""
    people = PortalUser.objects.filter(firm=firm, phase=Phase.ACTIVE).order_by(f"-{column}", "-id")
    row = people[place]
    return Cursor(getattr(row, column), row.pk).write(column)


def _sql_times(firm: Firm) -> tuple[float, float]:
    """The page as one keyset statement, without web, templates or models."""
    table = PortalUser._meta.db_table
    sql = (
        f"SELECT id, name, email, first_client, status_order, invited_at, last_login_at, web_sessions FROM {table} "
        "WHERE firm_id = %s AND phase = %s ORDER BY last_login_at DESC, id DESC LIMIT 51"
    )
    firm_id = firm.pk.hex if connection.vendor == "sqlite" else firm.pk
    return _timed(lambda: _fetch(sql, [firm_id, Phase.ACTIVE]))


def _fetch(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.fetchall()


def _timed(once: Callable[[], None]) -> tuple[float, float]:
    took = []
    for _ in range(60):
        start = time.perf_counter()
        once()
        took.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(took, n=20)
    return cuts[9], cuts[18]
