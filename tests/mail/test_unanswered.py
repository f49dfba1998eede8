"""A mail server that gets the whole email and never answers: three copies at most, and what is known is said."""

from datetime import timedelta
from itertools import permutations

import pytest

from latchstring.kernel import clock
from latchstring.mail.actions.record_event import record_event
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import AddressState, Message, State
from tests.mail.bounce_kit import told
from tests.mail.conftest import address, use_server
from tests.mail.test_delivery import bring_forward, by_state, nothing

SAID = (
    "The mail server got this email three times and never answered, so it may have arrived. "
    "Send it again if the recipient does not have it."
)


def try_often(times=6):
    for _ in range(times):
        deliver_due(nothing)
        bring_forward(state=State.DEFERRED)


def test_who_drops_after_taking_gets_three_and_all_others_one(smtp, campaign, queue_n):
    smtp.answers[address(2)] = "drop-sent"
    queue_n(5, campaign)
    try_often()
    assert smtp.counts == {address(i): 3 if i == 2 else 1 for i in range(5)}
    assert len({email["Message-ID"] for email in smtp.emails(address(2))}) == 1
    message = Message.objects.exclude(state=State.SENT).get()
    assert (message.state, message.reason) == (State.FAILED, SAID)


def test_the_last_try_is_hours_later(smtp, campaign, queue_n):
    smtp.answers[address(0)] = "drop-sent"
    queue_n(1, campaign)
    waits = []
    for _ in range(2):
        deliver_due(nothing)
        waits.append((Message.objects.get().due_at - clock.now()) / timedelta(minutes=1))
        bring_forward()
    assert 0.9 < waits[0] < 1.3
    assert 359 < waits[1] < 451
    smtp.answers.clear()
    assert deliver_due(nothing) == 1
    assert by_state() == {State.SENT: 1}


def test_a_server_that_hangs_on_the_content_holds_up_nobody_and_counts(smtp, settings, campaign, queue_n):
    use_server(settings, smtp.port, timeout=0.4)
    smtp.answers[address(1)] = "data hang"
    queue_n(4, campaign)
    try_often()
    assert by_state() == {State.SENT: 3, State.FAILED: 1}
    assert Message.objects.get(state=State.FAILED).detail == "The mail server gave no answer in time."
    assert smtp.counts == {address(i): 1 for i in (0, 2, 3)}


@pytest.mark.parametrize("word", ["drop", "data 451 4.3.0 Later", "data 421 4.3.2 Shutting down"])
def test_what_was_surely_not_taken_is_tried_as_long_as_ever(smtp, campaign, queue_n, word):
    smtp.answers[address(1)] = word
    queue_n(3, campaign)
    try_often(5)
    message = Message.objects.exclude(state=State.SENT).get()
    assert (message.state, message.attempts, message.unanswered) == (State.DEFERRED, 5, 0)
    smtp.answers.clear()
    assert deliver_due(nothing) == 1
    assert smtp.counts == {address(i): 1 for i in range(3)}


@pytest.fixture
def unknown(smtp, campaign, queue_n):
    """An email of which nobody knows whether it was taken."""
    smtp.answers[address(0)] = "drop-sent"
    queue_n(1, campaign)
    try_often(3)
    return Message.objects.get(state=State.FAILED)


@pytest.mark.parametrize("order", list(permutations(["delivered", "mailbox-full"])))
def test_what_is_told_later_of_it_counts_in_any_order(unknown, order):
    for reason in order:
        record_event(told(reason, unknown))
    unknown.refresh_from_db()
    assert (unknown.state, unknown.reason) == (State.FAILED, "This mailbox is full. We try again later.")


def test_where_it_has_arrived_nothing_is_left_to_do(unknown):
    record_event(told("delivered", unknown))
    unknown.refresh_from_db()
    assert (unknown.state, unknown.reason, unknown.detail) == (State.DELIVERED, "", "")


def test_where_it_comes_back_the_address_is_inactive(unknown):
    record_event(told("user-unknown", unknown))
    unknown.refresh_from_db()
    assert unknown.state == State.INACTIVE
    assert AddressState.objects.get().inactive_since is not None
