"""Logging in beside the one hash it can't do without, and what a door costs beside a view that has none."""

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from django.contrib.auth.hashers import check_password
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from latchstring.accounts.actions.set_sign_in_rules import set_sign_in_rules
from latchstring.kernel import memory
from latchstring.policy.roles import Role
from latchstring.policy.sign_in import Rules
from latchstring.web.common.limits import LIMITS
from tests.bench.figures import figure
from tests.cast import actor_for, make_firm, make_member

HERE = {"headers": {"Host": "127.0.0.1"}}
PASSWORD = "a kettle on the stove"
WARM = 5


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    firm = make_firm()
    olive = make_member(firm, "Olive", Role.OWNER)
    olive.user.set_password(PASSWORD)
    olive.user.save()
    memory.settle()  # as the web server does
    yield from _logins(n, db, olive.user)
    set_sign_in_rules(actor_for(olive), team=Rules(hours=12, idle_minutes=60), clients=Rules())
    yield from _doors(n, db, olive.user)


def _logins(n: int, db: str, user: Any) -> Iterator[dict[str, Any]]:
    browser = Browser(**HERE)  # its server is set up once, as a real one is
    for _ in range(WARM):
        _log_in(browser, user.email)
    with CaptureQueriesContext(connection) as statements:
        _log_in(browser, user.email)
    count = len(statements)
    logins = [_timed(lambda: _log_in(browser, user.email)) for _ in range(n)]
    hashes = [_timed(lambda: check_password(PASSWORD, user.password)) for _ in range(n)]
    whole, one = median(logins), median(hashes)
    yield figure("log-ins per second, one process, beside one hash alone", n, db, 1000 / whole, "1/s", 1000 / one)
    yield figure("share of the hash in a log-in", n, db, 100 * one / whole, "%")
    yield figure("log-in, statements", n, db, count, "statements")
    yield from _kinds(n, db, user)


def _kinds(n: int, db: str, user: Any) -> Iterator[dict[str, Any]]:
    """Nobody's address beside somebody's, each with a wrong password, in turns: within 10 %."""
    LIMITS["password"] = ((1_000_000, 900), (1_000_000, 900))
    times: dict[str, list[float]] = {user.email: [], "nobody@nowhere.example": []}
    for _ in range(n + WARM):
        for address, took in times.items():
            browser = Browser(**HERE)
            began = time.thread_time()
            browser.post("/login/", {"email": address, "password": "wrong wrong wrong"})
            took.append((time.thread_time() - began) * 1000)
    known, unknown = (median(took[WARM:]) for took in times.values())
    yield figure("a wrong password for nobody's address, beside a colleague's", n, db, unknown, "ms", known)


def _doors(n: int, db: str, user: Any) -> Iterator[dict[str, Any]]:
    browser = Browser(**HERE)
    browser.force_login(user, "latchstring.accounts.backend.Backend")
    cost = {path: _page(browser, path, n * 4) for path in ("/bare/", "/guarded/")}
    (bare, few), (guarded, more) = cost["/bare/"], cost["/guarded/"]
    yield figure("a page behind the team's door, beside a bare view", n * 4, db, guarded, "ms", bare)
    yield figure("the same, statements", n * 4, db, more, "statements", few)


def _page(browser: Browser, path: str, times: int) -> tuple[float, int]:
    for _ in range(WARM):
        assert browser.get(path).status_code == 200
    with CaptureQueriesContext(connection) as statements:
        browser.get(path)
    count = len(statements)
    return median(_timed(lambda: browser.get(path)) for _ in range(times)), count


def _log_in(browser: Browser, email: str) -> None:
    browser.cookies.clear()
    answer = browser.post("/login/", {"email": email, "password": PASSWORD})
    assert answer.get("Location") == "/home/", answer.status_code


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000
