"""An address that a mail server refused for good gets nothing more, whatever was on its way to it."""

import pytest

from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import AddressState, Message, State
from latchstring.mail.outbox import AddressInactive, Post, queue
from tests.mail.conftest import address, make_letter
from tests.mail.test_delivery import BAD, by_state, nothing


def test_a_dead_address_becomes_inactive_and_gets_nothing_more(smtp, campaign, queue_n, cast):
    smtp.answers[BAD] = "550 5.1.1 No such user"
    queue_n(100, campaign)
    assert deliver_due(nothing) == 99
    message = Message.objects.exclude(state=State.SENT).get()
    assert (message.state, message.to_address) == (State.INACTIVE, BAD)
    assert message.reason == "There is no mailbox with this address."
    assert message.detail == "550 5.1.1 No such user"
    assert message.ended_at
    state = AddressState.objects.get()
    assert (state.address, state.firm_id) == (BAD, cast.firm.pk)
    assert state.inactive_since
    with pytest.raises(AddressInactive, match="There is no mailbox"):
        queue(cast.firm.pk, make_letter(cast.firm), Post(BAD.upper()), kind="test")
    assert deliver_due(nothing) == 0


def test_the_rival_firm_may_still_write_to_an_address_dead_to_us(smtp, campaign, queue_n, cast):
    smtp.answers[address(0)] = "550 5.1.1 No such user"
    queue_n(1, campaign)
    deliver_due(nothing)
    smtp.answers.clear()
    letter = make_letter(cast.rival, subject="Hi", text="Hi", html="Hi")
    queue(cast.rival.pk, letter, Post(address(0)), kind="test")
    assert deliver_due(nothing) == 1


def test_what_was_queued_before_an_address_died_is_withheld(smtp, campaign, queue_n, cast):
    smtp.answers[address(0)] = "550 5.1.1 No such user"
    letter = make_letter(cast.firm)
    for _ in range(3):
        queue_n(2, campaign, letter)
    deliver_due(nothing)
    assert by_state() == {State.SENT: 3, State.INACTIVE: 1, State.WITHHELD: 2}
    kept = Message.objects.filter(state=State.WITHHELD)
    assert all("came back before" in message.reason and message.ended_at for message in kept)


def test_what_is_in_hand_while_its_address_dies_is_withheld(smtp, campaign, queue_n, cast):
    smtp.answers[address(2)] = "550 5.1.1 No such user"
    letter = make_letter(cast.firm)
    queue_n(2, campaign, letter)
    for _ in range(3):
        queue_n(3, campaign, letter)
    deliver_due(nothing)
    assert by_state() == {State.SENT: 8, State.INACTIVE: 1, State.WITHHELD: 2}


def test_an_address_is_dead_however_it_is_written(smtp, campaign, cast):
    smtp.answers["Ana@Mail.example"] = "550 5.1.1 No such user"
    letter = make_letter(cast.firm, subject="Hi", text="Hi", html="Hi")
    for written in ("Ana@Mail.example", "ANA@mail.example"):
        queue(cast.firm.pk, letter, Post(written), kind="test")
    deliver_due(nothing)
    assert by_state() == {State.INACTIVE: 1, State.WITHHELD: 1}
    with pytest.raises(AddressInactive):
        queue(cast.firm.pk, letter, Post("ana@mail.example"), kind="test")
