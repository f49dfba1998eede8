"""Accepting an invite, the whole request, beside the one password hash that it can't do without."""

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from latchstring.kernel import memory
from latchstring.mail.links import mint
from latchstring.policy.roles import Role
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.models import Invite
from tests.bench.figures import figure
from tests.cast import actor_for, make_client, make_firm, make_member

WARM = 5
PASSWORD = "a kettle on the stove"


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    links = _links(n + WARM + 1)
    memory.settle()  # as the web server does
    for link in links[:WARM]:
        _accept(link)
    with CaptureQueriesContext(connection) as statements:
        _accept(links[WARM])
    count = len(statements)
    accepts, hashes = [], []
    for link in links[WARM + 1 :]:
        accepts.append(_accept(link))
        hashes.append(_timed(lambda: make_password(PASSWORD)))
    yield figure("accept, beside one hash", n, db, median(accepts), "ms", median(hashes))
    yield figure("accept without its hash, beside 40 ms", n, db, median(accepts) - median(hashes), "ms", 40)
    yield figure("accept, statements", n, db, count, "statements")


def _links(n: int) -> list[str]:
    """n people of one client, each with a link that is open."""
    firm = make_firm()
    owner = actor_for(make_member(firm, "Olive", Role.OWNER))
    people = [Invitee(f"p{i}@mail.example", f"Person {i}") for i in range(n)]
    for start in range(0, n, 50):
        invite(owner, make_client(firm, f"Client {start}"), people=people[start : start + 50])
    messages = [row.message for row in Invite.objects.select_related("message")]
    return list(mint(messages).values())


def _accept(link: str) -> float:
    browser = Browser(headers={"Host": "127.0.0.1"})
    browser.get(link)

    def press() -> None:
        answer = browser.post(link, {"name": "Person", "password": PASSWORD})
        assert answer.get("Location") == "/portal/", answer.status_code

    return _timed(press)


def _timed(once: Any) -> float:
    began = time.perf_counter()
    once()
    return (time.perf_counter() - began) * 1000
