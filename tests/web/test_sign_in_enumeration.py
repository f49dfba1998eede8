"""Nobody can find out by these pages which addresses have a login: not by words, headers, statements or the clock."""

import gc
import random
import re
import time
from math import hypot, sqrt
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
from latchstring.config import settings as product
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
def everybody(cast, monkeypatch, settings):
    """Hashes cost here what they cost in the product."""
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
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


def surely_slower(rounds):
    """By which share the slowest kind at the login page is slower than the fastest, less what chance may add.

    The processor's time of this thread, kinds shuffled in each round and seen beside the middle of their round; from
    the difference of two medians three times its standard error is taken away.
    """
    times = {kind: [] for kind in KINDS}
    gc.disable()
    for _ in range(rounds):
        took = {}
        for kind in random.sample(KINDS, len(KINDS)):
            browser = Browser()
            began = time.thread_time()
            knock("/login/", kind, browser)
            took[kind] = time.thread_time() - began
        for kind, seconds in took.items():
            times[kind].append(seconds / median(took.values()))
    gc.enable()
    (fast, low), *_, (slow, high) = sorted((median(each), error(each)) for each in times.values())
    return (slow - fast - 3 * hypot(low, high)) / fast


def error(values):
    """The standard error of their median, by how far they lie from it in the middle."""
    middle = median(values)
    return 1.2533 * 1.4826 * median(abs(each - middle) for each in values) / sqrt(len(values))


@pytest.mark.slow
def test_the_time_tells_no_kind_of_address_apart():
    knock("/login/", "unknown")
    assert surely_slower(rounds=15) < 0.1


@pytest.mark.slow
def test_the_clock_would_notice_a_hash_that_is_left_out(monkeypatch):
    knock("/login/", "unknown")
    monkeypatch.setattr(hashers, "make_password", lambda *args: "")
    assert surely_slower(rounds=7) > 0.1
