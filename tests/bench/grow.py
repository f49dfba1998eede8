"""What claiming and the Manager's page cost with a long past, beside the same with a short one."""

import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import Q

from latchstring.accounts.models import User
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.bulk import insert
from latchstring.kernel.ids import uuid7
from latchstring.mail import leases
from latchstring.mail.claims import Claims
from latchstring.mail.models import Campaign, Letter, Message, State
from latchstring.mail.outbox import Post, queue_many
from latchstring.mail.stride import Stride
from tests.bench.figures import figure
from tests.bench.people import firm_with_people
from tests.bench.web import Browser, web_server

STEPS = (1_000, 100_000, 1_000_000)
"""Emails that have left; the first step is what the others stand beside."""
PEOPLE = 5_000
AT_ONCE = 20_000
CLAIMS = 15
NAMES = ("claim of 500", "codes looked for", "manager page")
PAGE = "/clients/portals/?sort=-last-login"


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    """Up to ``n`` emails that have left, step by step, and people beside them."""
    steps = [*(step for step in STEPS if step < n), n]
    firm = firm_with_people(min(PEOPLE, n))
    letter = Letter.objects.create(firm=firm, kind="invite", digest=uuid7().bytes * 2, subject="s", text="t", html="h")
    olive = User.objects.get(email__startswith="olive@")
    with web_server() as port:
        seen: list[tuple[float, float, float]] = []
        for before, step in zip([0, *steps], steps, strict=False):
            _sent(firm, letter, step - before)
            seen.append(_look(firm, letter, Browser(port, olive)))  # no connection waits for so long
            for name, first, now in zip(NAMES, seen[0], seen[-1], strict=True):
                yield figure(f"{name}, beside an outbox of {steps[0]:,}", step, db, now, "ms", first)


def _sent(firm: Firm, letter: Letter, count: int) -> None:
    """Emails that left over the last two years, in campaigns of many."""
    for start in range(0, count, AT_ONCE):
        campaign = Campaign.objects.create(firm=firm, opened_at=clock.now(), finished_at=clock.now())
        moment = clock.now() - timedelta(days=start % 700)
        shared = {
            "firm_id": firm.pk, "campaign_id": campaign.pk, "letter_id": letter.pk, "kind": "invite",
            "state": State.SENT, "settled": True, "created_at": moment, "due_at": moment, "sent_at": moment,
        }  # fmt: skip
        numbers = range(start, min(start + AT_ONCE, count))
        insert(Message, ({"id": uuid7(), "to_address": f"old{i}@mail.example"} | shared for i in numbers))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _look(firm: Firm, letter: Letter, browser: Browser) -> tuple[float, float, float]:
    """Milliseconds of a claim, of the look for codes, and of the Manager's page."""
    campaign = Campaign.objects.create(firm=firm, opened_at=clock.now())
    posts = [Post(f"new{i}@mail.example") for i in range(600)]
    queue_many(firm.pk, letter, posts, kind="invite", campaign=campaign)
    claims, looks = [], []
    for _ in range(CLAIMS):
        source = Claims(uuid7(), Stride(500, 500))
        start = time.perf_counter()
        taken = len(source.next_chunk())
        claims.append((time.perf_counter() - start) * 1000)
        if taken != 500:
            raise RuntimeError(f"{taken} of 500 were claimed.")
        leases.give_back(Q(lease_owner=source.owner))
        start = time.perf_counter()
        Claims(uuid7(), Stride(500, 500), urgent_only=True).next_chunk()
        looks.append((time.perf_counter() - start) * 1000)
    Message.objects.filter(campaign=campaign).update(state=State.CANCELLED, settled=True)
    Campaign.objects.filter(pk=campaign.pk).update(finished_at=clock.now())
    return median(claims), median(looks), browser.times(PAGE, 30)[0]
