"""Nobody can find out by these pages which addresses have a login: not by words, headers, statements or the clock."""

import gc
import random
import re
import time
from statistics import median

import pytest
from django.contrib.auth import hashers
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from latchstring.accounts.hashers import Argon2id
from latchstring.accounts.models import ForgottenPassword, User
from latchstring.audit.models import Event
from latchstring.mail.models import Message
from latchstring.web.common.limits import LIMITS
from tests.web.doorstep import let_in, make_login, sent_token

KINDS = ("unknown", "pending", "active", "locked", "codes-only", "elsewhere")
PAGES = ("/login/", "/login/code/", "/forgot/")


def address(kind):
    return f"{kind}@acme.example"


@pytest.fixture
def hashed(monkeypatch):
    """One entry for each password that was hashed, to be kept or to be compared."""
    made = []
    for name in ("encode", "verify"):
        real = getattr(Argon2id, name)
        monkeypatch.setattr(Argon2id, name, lambda *args, real=real: (made.append(1), real(*args))[1])
    return made


@pytest.fixture(autouse=True)
def everybody(cast, monkeypatch):
    cache.clear()
    for what in LIMITS:
        monkeypatch.setitem(LIMITS, what, ((100_000, 900), (100_000, 900)))
    sent_token(cast.owner, cast.acme, address("pending"), "Pending")
    for kind in ("active", "locked", "codes-only"):
        let_in(cast.owner, cast.acme, address(kind), kind.title())
    User.objects.filter(email=address("locked")).update(is_active=False)
    codes_only = User.objects.get(email=address("codes-only"))
    codes_only.set_unusable_password()
    codes_only.save()
    make_login(address("elsewhere"))


def knock(page, kind, browser=None):
    return (browser or Browser()).post(page, {"email": address(kind), "password": "wrong wrong wrong"})


def read(answer, kind):
    """All that a stranger gets, without what differs between any two answers."""
    words = re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode()).replace(address(kind), "")
    headers = {name: value for name, value in answer.items() if name not in {"X-Request-Id", "Content-Length"}}
    cookies = {name: {key: morsel[key] for key in ("path", "httponly")} for name, morsel in answer.cookies.items()}
    return answer.status_code, words, headers, cookies


@pytest.mark.parametrize("page", PAGES)
def test_the_answer_is_the_same_for_every_address(page):
    assert len({str(read(knock(page, kind), kind)) for kind in KINDS}) == 1


def test_the_page_after_a_code_was_asked_for_is_the_same_too():
    seen = set()
    for kind in KINDS:
        browser = Browser()
        knock("/login/code/", kind, browser)
        for answer in (
            browser.get("/login/code/confirm/"),
            *(browser.post("/login/code/confirm/", {"code": "x"}) for _ in range(2)),
        ):
            seen.add((answer.status_code, str(read(answer, kind))))
    assert len({status for status, _ in seen}) == 2
    assert len(seen) == 2


@pytest.mark.parametrize(("page", "hashes"), [("/login/", 1), ("/login/code/", 0), ("/forgot/", 0)])
def test_statements_and_hashes_are_as_many_for_every_address(page, hashes, hashed):
    knock(page, "unknown")
    counts = {}
    for kind in KINDS:
        hashed.clear()
        with CaptureQueriesContext(connection) as statements:
            knock(page, kind)
        counts[kind] = (len(statements), len(hashed))
    assert set(counts.values()) == {(counts["unknown"][0], hashes)}, counts


def test_each_address_leaves_the_same_rows():
    for page, rows in (
        ("/login/", Event.objects.filter(name="login.failed")),
        ("/login/code/", Message.objects.filter(kind="login-code")),
        ("/forgot/", ForgottenPassword.objects.all()),
    ):
        for number, kind in enumerate(KINDS, 1):
            knock(page, kind)
            assert rows.count() == number


class Clock:
    """How long knocks at the login page take: the processor's time of this thread, kinds shuffled in each round."""

    def __init__(self):
        self.times = {kind: [] for kind in KINDS}

    def spread(self, rounds):
        """How many times slower the slowest kind is than the fastest, by the medians of all rounds so far."""
        gc.disable()
        for _ in range(rounds):
            for kind in random.sample(KINDS, len(KINDS)):
                browser = Browser()
                began = time.thread_time()
                knock("/login/", kind, browser)
                self.times[kind].append(time.thread_time() - began)
        gc.enable()
        middles = [median(values) for values in self.times.values()]
        return max(middles) / min(middles)


@pytest.mark.slow
def test_the_time_tells_no_kind_of_address_apart():
    Clock().spread(1)
    clock = Clock()
    assert clock.spread(9) < 1.1 or any(clock.spread(6) < 1.1 for _ in range(5))  # noise passes, a difference stays


@pytest.mark.slow
def test_the_clock_would_notice_a_hash_that_is_left_out(monkeypatch):
    monkeypatch.setattr(hashers, "make_password", lambda *args: "")
    assert Clock().spread(5) > 1.35
