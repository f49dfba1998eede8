"""Codes and one-time links wait for nobody: they have a lane of their own, and come first in the other."""

import time
from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection

from latchstring.config import tasks
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Message, State
from latchstring.mail.outbox import Post, queue
from tests.mail.conftest import make_letter, use_server
from tests.mail.test_delivery import by_state, nothing


@pytest.fixture
def queue_code(cast: object) -> Callable[..., Message]:
    firm = cast.firm  # type: ignore[attr-defined]
    letter = make_letter(firm, subject="Your code", text="{{code}}", html="{{code}}")
    return lambda to="now@mail.example", name="code": queue(
        firm.pk, letter, Post(to, fields={"code": "1"}), kind="code"
    )


def test_what_carries_a_code_or_a_one_time_link_is_urgent(queue_code, queue_n):
    assert queue_code().urgent
    assert not queue_n(1)[0].urgent


def test_a_code_goes_before_other_single_emails(smtp, queue_n, queue_code):
    queue_n(5)
    queue_code()
    deliver_due(nothing)
    assert smtp.received[0][0] == "now@mail.example"


def test_a_code_does_not_wait_for_the_end_of_many_single_emails(smtp, queue_n, queue_code, monkeypatch):
    monkeypatch.setattr("latchstring.mail.delivery._LOOK_UP_EVERY", 0.0)
    queue_n(50)

    def settle(ids):
        if not Message.objects.filter(urgent=True).exists():
            queue_code()

    assert deliver_due(settle) == 51
    assert "now@mail.example" in [recipient for recipient, _ in smtp.received[:3]]


def test_the_lane_of_codes_takes_nothing_else(smtp, campaign, queue_n, queue_code):
    queue_n(3)
    queue_n(3, campaign)
    queue_code()
    assert deliver_due(nothing, urgent_only=True) == 1
    assert by_state() == {State.QUEUED: 6, State.SENT: 1}


def test_a_code_is_settled_by_the_other_lane(smtp, queue_code):
    code = queue_code()
    deliver_due(nothing, urgent_only=True)
    assert Message.objects.filter(settled=False).count() == 1
    told = []
    deliver_due(told.extend)
    assert told == [code.pk]


@pytest.mark.django_db(transaction=True)
def test_a_code_leaves_while_the_worker_is_stuck_in_a_campaign(smtp, settings, campaign, queue_n, queue_code):
    """The mail server hangs on the campaign's first recipient; the code takes its own connection."""
    use_server(settings, smtp.port, timeout=1)
    smtp.answers["client0@mail.example"] = "hang"
    queue_n(3, campaign)

    def campaign_goes_out() -> None:
        try:
            tasks.deliver.func()
        finally:
            connection.close()

    other = Thread(target=campaign_goes_out)
    other.start()
    give_up = time.monotonic() + 20
    while not smtp.connections and time.monotonic() < give_up:
        time.sleep(0.005)
    queue_code()
    tasks.deliver_urgent.func()
    assert smtp.counts["now@mail.example"] == 1
    other.join()
    assert smtp.counts["now@mail.example"] == 1
