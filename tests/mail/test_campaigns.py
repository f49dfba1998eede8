"""Campaigns that are held, paused, cancelled and finished; firms with a pace; single emails in between."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from latchstring.kernel import clock, stopping
from latchstring.kernel.ids import uuid7
from latchstring.mail import leases, outcomes
from latchstring.mail.bounces.answers import Answer, Stage
from latchstring.mail.claims import Claims
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Campaign, Message, Pace, State
from latchstring.mail.outbox import Post, queue
from latchstring.mail.stride import Stride
from tests.mail.conftest import address, make_letter
from tests.mail.test_delivery import by_state, nothing


def change(campaign, **fields):
    Campaign.objects.filter(pk=campaign.pk).update(**fields)


@pytest.mark.parametrize("held", ["paused_at", "cancelled_at"])
def test_a_held_campaign_sends_nothing(smtp, campaign, queue_n, held):
    queue_n(3, campaign)
    change(campaign, **{held: clock.now()})
    assert deliver_due(lambda ids: None) == 0
    assert not smtp.received


def test_a_campaign_sends_nothing_before_its_start(smtp, campaign, queue_n):
    queue_n(3, campaign)
    change(campaign, starts_at=clock.now() + timedelta(seconds=30))
    assert deliver_due(nothing) == 0
    change(campaign, starts_at=clock.now())
    assert deliver_due(nothing) == 3


def test_a_resumed_campaign_goes_on(smtp, campaign, queue_n):
    queue_n(3, campaign)
    change(campaign, paused_at=clock.now())
    deliver_due(nothing)
    change(campaign, paused_at=None)
    assert deliver_due(nothing) == 3


def test_what_waits_in_a_cancelled_campaign_is_cancelled(smtp, campaign, queue_n):
    queue_n(3, campaign)
    change(campaign, cancelled_at=clock.now())
    told = []
    deliver_due(told.extend)
    assert by_state() == {State.CANCELLED: 3}
    assert Message.objects.filter(reason="Cancelled before it left.", ended_at__isnull=False).count() == 3
    assert len(told) == 3
    campaign.refresh_from_db()
    assert campaign.finished_at


@pytest.mark.parametrize(("held", "rest"), [("paused_at", State.QUEUED), ("cancelled_at", State.CANCELLED)])
def test_holding_a_running_campaign_bites_within_a_second(smtp, campaign, queue_n, held, rest, monkeypatch):
    monkeypatch.setattr("latchstring.mail.delivery._LOOK_UP_EVERY", 0.0)
    queue_n(50, campaign)
    deliver_due(lambda ids: change(campaign, **{held: clock.now()}))
    sent = len(smtp.received)
    assert 1 <= sent <= 2
    assert by_state() == {State.SENT: sent, rest: 50 - sent}


def test_a_campaign_is_finished_when_it_is_opened_and_nothing_waits(smtp, campaign, queue_n):
    change(campaign, opened_at=None)
    queue_n(2, campaign)
    smtp.answers[address(1)] = "451 Later"
    deliver_due(nothing)
    campaign.refresh_from_db()
    assert campaign.finished_at is None
    change(campaign, opened_at=clock.now())
    deliver_due(nothing)
    campaign.refresh_from_db()
    assert campaign.finished_at is None
    smtp.answers.clear()
    Message.objects.update(due_at=clock.now())
    deliver_due(nothing)
    campaign.refresh_from_db()
    assert campaign.finished_at


def test_single_emails_go_before_campaigns(smtp, campaign, queue_n, cast):
    queue_n(5, campaign)
    queue(
        cast.firm.pk, make_letter(cast.firm), Post("now@mail.example", fields={"first_name": "", "link": ""}), kind="x"
    )
    deliver_due(nothing)
    assert smtp.received[0][0] == "now@mail.example"


def test_a_single_email_does_not_wait_for_the_end_of_a_chunk(smtp, campaign, queue_n, cast, monkeypatch):
    monkeypatch.setattr("latchstring.mail.delivery._LOOK_UP_EVERY", 0.0)
    queue_n(50, campaign)
    letter = make_letter(cast.firm, subject="Now", text="Now", html="Now")

    def settle(ids):
        if not Message.objects.filter(kind="code").exists():
            queue(cast.firm.pk, letter, Post("now@mail.example"), kind="code")

    assert deliver_due(settle) == 51
    assert "now@mail.example" in [recipient for recipient, _ in smtp.received[:3]]


def test_two_campaigns_take_turns(smtp, cast, queue_n):
    first, second = (Campaign.objects.create(firm=cast.firm, opened_at=clock.now()) for _ in range(2))
    for each in (first, second):
        queue_n(20, each)
    deliver_due(nothing, batch_size=2)
    order = list(Message.objects.order_by("sent_at").values_list("campaign_id", flat=True))
    assert order == 10 * [first.pk, first.pk, second.pk, second.pk]


def test_a_firm_with_a_pace_sends_no_faster(smtp, campaign, queue_n, cast):
    cast.firm.emails_a_minute = 240
    cast.firm.save()
    queue_n(50, campaign)
    start = time.monotonic()
    assert deliver_due(nothing) == 50
    assert 7 < time.monotonic() - start < 30
    sent = sorted(Message.objects.values_list("sent_at", flat=True))
    assert all(later - earlier > timedelta(seconds=1.5) for earlier, later in zip(sent, sent[20:], strict=False))


def test_single_emails_take_their_share_of_a_firms_pace(smtp, queue_n, cast):
    cast.firm.emails_a_minute = 60
    cast.firm.save()
    queue_n(3)
    assert deliver_due(nothing) == 3
    assert Pace.objects.get(firm=cast.firm).next_at > clock.now() + timedelta(seconds=1)


def test_outcomes_are_told_while_the_pace_holds_the_rest_back(smtp, campaign, queue_n, cast):
    cast.firm.emails_a_minute = 60
    cast.firm.save()
    queue_n(20, campaign)
    told = []

    def settle(ids):
        told.append(len(ids))
        stopping.requested.set()

    deliver_due(settle)
    stopping.requested.clear()
    assert 0 < sum(told) <= 5


def test_a_worker_that_is_asked_to_stop_finishes_the_email_in_hand_and_gives_the_rest_back(smtp, campaign, queue_n):
    stopping.requested.set()
    queue_n(10, campaign)
    assert deliver_due(nothing) == 0
    stopping.requested.clear()

    def stop(ids):
        stopping.requested.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("latchstring.mail.delivery._LOOK_UP_EVERY", 0.0)
        sent = deliver_due(stop)
    assert 1 <= sent <= 2
    assert by_state() == {State.SENT: sent, State.QUEUED: 10 - sent}
    stopping.requested.clear()
    assert deliver_due(nothing) == 10 - sent
    assert set(smtp.counts.values()) == {1}


def test_a_lease_of_another_machine_that_ran_out_is_taken_over(smtp, campaign, queue_n):
    queue_n(3, campaign)
    Message.objects.update(state=State.SENDING, lease_owner=uuid7(), leased_until=clock.now() + leases.LEASE)
    assert deliver_due(nothing) == 0
    Message.objects.update(leased_until=clock.now() - timedelta(seconds=1))
    assert deliver_due(nothing) == 3


@pytest.mark.parametrize(("code", "stage"), [(250, Stage.CONTENT), (451, Stage.RECIPIENT), (550, Stage.RECIPIENT)])
def test_who_has_lost_the_lease_writes_no_outcome(campaign, queue_n, code, stage):
    queue_n(1, campaign)
    with leases.holding() as owner:
        [claimed] = Claims(owner, Stride(5, 5)).next_chunk()
        other = uuid7()
        Message.objects.update(lease_owner=other)
        outcomes.record(claimed, owner, Answer(stage, code, "5.1.1 No such user" if code == 550 else "Said."))
        message = Message.objects.get()
        assert (message.state, message.lease_owner, message.attempts) == (State.SENDING, other, 0)


def test_who_sends_for_long_keeps_what_they_hold(smtp, campaign, queue_n, monkeypatch):
    monkeypatch.setattr("latchstring.mail.delivery._LOOK_UP_EVERY", 0.0)
    monkeypatch.setattr(leases, "EXTEND_AFTER", timedelta())
    queue_n(12, campaign)
    left = []

    def settle(ids):
        held = Message.objects.filter(state=State.SENDING)
        left.extend(each.leased_until - clock.now() for each in held)
        held.update(leased_until=clock.now())

    assert deliver_due(settle) == 12
    assert len(left) > 20
    assert min(left) > leases.LEASE / 2


def test_what_was_settled_halfway_is_settled_again(smtp, campaign, queue_n):
    queue_n(3, campaign)

    def trouble(ids):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        deliver_due(trouble)
    assert len(smtp.received) == 3
    told = []
    deliver_due(told.extend)
    assert len(told) == 3
    assert not Message.objects.filter(settled=False).exists()
    deliver_due(told.extend)
    assert len(told) == 3


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)], ids=["forward", "back"])
def test_a_clock_that_jumps_takes_nothing_from_who_is_sending(campaign, queue_n, jump):
    queue_n(5, campaign)
    with leases.holding() as owner:
        assert len(Claims(owner, Stride(5, 5)).next_chunk()) == 5
        Message.objects.filter(to_address="client4@mail.example").update(lease_owner=uuid7())  # of another machine
        with time_machine.travel(clock.now() + jump):
            leases.recover()
            assert Message.objects.filter(state=State.SENDING, lease_owner=owner).count() == 4
            taken = connection.vendor == "sqlite" and jump > timedelta(0)  # PostgreSQL's clock has not jumped
            assert Message.objects.filter(state=State.QUEUED).count() == taken
