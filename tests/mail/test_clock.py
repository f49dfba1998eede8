"""The clock of a machine jumps an hour, forward or back: nothing is lost, nobody gets it twice, nothing is stuck."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from dj_queue.config import load_backend_config
from dj_queue.models import Process
from dj_queue.operations.recurring import fire_due_recurring_tasks, upsert_static_recurring_tasks
from dj_queue.runtime.supervisor import AsyncSupervisor
from django.db import connection
from django.utils import timezone

from latchstring.cli import minute
from latchstring.config import engines
from latchstring.kernel import clock, common_clock
from latchstring.kernel.ids import uuid7
from latchstring.mail import leases, set_back
from latchstring.mail.claims import Claims
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Campaign, Message, Outage, Pace, State
from latchstring.mail.outbox import Post, queue
from latchstring.mail.stride import Stride
from tests.mail.conftest import address, make_letter
from tests.mail.test_delivery import by_state, nothing

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
START = datetime(2026, 3, 12, 15, 0, tzinfo=UTC)


@pytest.fixture
def now(db) -> Iterator[Any]:
    with time_machine.travel(START) as clocks:
        set_back.follow()
        yield clocks


@pytest.fixture(params=[HOUR, -HOUR], ids=["forward", "back"])
def jump(request, now):
    """Make the clock jump by an hour, and let a worker look."""

    def jump():
        set_back.follow()
        now.shift(request.param)
        set_back.follow()

    return jump


def taken(most=500):
    return len(Claims(uuid7(), Stride(most, most)).next_chunk())


def test_a_firms_pace_holds_as_before_and_no_longer(jump, now, cast, queue_n):
    cast.firm.emails_a_minute = 60
    cast.firm.save()
    campaign = Campaign.objects.create(firm=cast.firm, opened_at=clock.now())
    queue_n(30, campaign)
    assert (taken(), taken()) == (5, 0)
    jump()
    assert taken() <= 5
    now.shift(timedelta(seconds=11))
    assert (taken(), taken()) == (5, 0)
    assert Message.objects.filter(state=State.SENDING).count() <= 15


def test_a_domains_pace_holds_as_before_and_no_longer(jump, now, settings, cast, queue_n):
    settings.DOMAIN_PACE = {"mail.example": 60}
    queue_n(100, Campaign.objects.create(firm=cast.firm, opened_at=clock.now()))
    assert (taken(), taken()) == (5, 0)
    jump()
    assert taken() <= 5
    now.shift(timedelta(seconds=11))
    assert 1 <= taken() <= 11
    waiting = Message.objects.filter(state=State.QUEUED).order_by("due_at")
    assert waiting.last().due_at < clock.now() + 3 * MINUTE


def test_a_code_and_what_is_put_off_by_minutes_come_as_soon(jump, now, cast, smtp, queue_n):
    smtp.answers[address(0)] = "451 4.3.2 Later"
    queue_n(2)
    assert deliver_due(nothing) == 1
    code = make_letter(cast.firm, subject="Code", text="{{code}}", html="{{code}}")
    queue(cast.firm.pk, code, Post("now@mail.example", fields={"code": "123456"}), kind="code")
    jump()
    assert deliver_due(nothing, urgent_only=True) == 1
    smtp.answers.clear()
    now.shift(timedelta(seconds=76))
    deliver_due(lambda ids: None)
    assert by_state() == {State.SENT: 3}
    assert set(smtp.counts.values()) == {1}


def test_a_mail_server_that_was_away_is_asked_as_soon(jump, now, no_smtp, queue_n):
    queue_n(1)
    for _ in range(8):
        deliver_due(nothing)
        Outage.objects.update(next_try_at=clock.now())
    deliver_due(nothing)
    jump()
    assert Outage.objects.get().next_try_at <= clock.now() + 5 * MINUTE
    assert Outage.objects.get().since <= clock.now()


def test_a_batch_that_waits_for_its_undo_goes_on_and_one_for_nine_oclock_keeps_its_hour(now, cast):
    nine = START + timedelta(minutes=40)
    undo = Campaign.objects.create(firm=cast.firm, starts_at=clock.now() + timedelta(seconds=10))
    scheduled = Campaign.objects.create(firm=cast.firm, starts_at=nine)
    now.shift(-HOUR)
    set_back.follow()
    for each in (undo, scheduled):
        each.refresh_from_db()
    assert undo.starts_at <= clock.now() + MINUTE
    assert scheduled.starts_at == nine


def test_what_left_at_its_hour_does_not_leave_when_the_hour_comes_again(now, cast, smtp, queue_n):
    campaign = Campaign.objects.create(firm=cast.firm, opened_at=clock.now(), starts_at=START + timedelta(minutes=40))
    queue_n(3, campaign)
    assert deliver_due(nothing) == 0
    now.shift(HOUR)
    assert deliver_due(nothing) == 3
    now.shift(-HOUR)
    assert deliver_due(nothing) == 0
    now.shift(HOUR)
    assert deliver_due(nothing) == 0
    assert smtp.counts == {address(i): 1 for i in range(3)}


def test_clocks_that_differ_by_seconds_bring_nothing_forward(now, cast):
    begun = Campaign.objects.create(firm=cast.firm, starts_at=clock.now() + 10 * MINUTE)
    now.shift(-timedelta(seconds=50))
    set_back.follow()
    begun.refresh_from_db()
    assert begun.starts_at > START + 10 * MINUTE


def test_a_lease_of_a_machine_that_is_gone_runs_out_in_its_minutes(now, queue_n):
    queue_n(1)
    moment = leases.until(HOUR + leases.LEASE)
    Message.objects.update(state=State.SENDING, lease_owner=uuid7(), leased_until=moment)
    leases.recover()
    again = Message.objects.filter(leased_until__lte=leases.until())
    assert again.filter(leased_until__gt=leases.until(leases.LEASE - MINUTE)).exists()


MANY_MACHINES = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is for one machine")


@MANY_MACHINES
def test_a_machine_whose_clock_is_wrong_takes_from_nobody(now, queue_n):
    queue_n(1)
    Message.objects.update(state=State.SENDING, lease_owner=uuid7(), leased_until=leases.until())
    now.shift(HOUR)
    leases.recover()
    assert by_state() == {State.SENDING: 1}


def test_the_look_of_every_minute_goes_on(now, settings):
    settings.TASKS = {"default": engines.from_url("database:")}
    config = load_backend_config()
    upsert_static_recurring_tasks(config.recurring)

    def looks():
        return len(fire_due_recurring_tasks(clock.now()))

    for _ in range(65):
        assert looks() == 1
        now.shift(MINUTE)
    now.shift(-HOUR)
    minute.follow_the_clock()
    assert looks() == 1
    minute.follow_the_clock()
    assert looks() == 0
    now.shift(MINUTE)
    assert looks() == 1


@contextmanager
def machine(ahead: timedelta) -> Iterator[None]:
    """Its clock is so far from the database's."""
    with time_machine.travel(datetime.now(UTC) + ahead):
        common_clock.ask()
        yield


@pytest.fixture
def in_turn(db, monkeypatch):
    """Machines whose clocks are ten minutes apart, as they look one after the other."""
    monkeypatch.setattr(timezone, "now", timezone.now)

    def look(act):
        for ahead in (timedelta(), 10 * MINUTE, timedelta(), -10 * MINUTE, 10 * MINUTE):
            with machine(ahead):
                act()

    return look


@MANY_MACHINES
def test_machines_whose_clocks_differ_bring_nothing_forward(in_turn, cast, queue_n, smtp):
    soon = clock.now() + 8 * MINUTE
    Pace.objects.create(firm=cast.firm, next_at=soon)
    Campaign.objects.create(firm=cast.firm, starts_at=soon)
    queue_n(1)
    Message.objects.update(state=State.DEFERRED, due_at=soon)
    in_turn(lambda: deliver_due(nothing))
    assert smtp.counts == {}
    assert Pace.objects.get().next_at == Campaign.objects.get().starts_at == Message.objects.get().due_at == soon


@MANY_MACHINES
@pytest.mark.django_db(transaction=True)
def test_machines_whose_clocks_differ_share_the_minute_and_take_none_for_dead(in_turn, settings):
    settings.TASKS = {"default": engines.from_url("database:")}
    config = load_backend_config()
    upsert_static_recurring_tasks(config.recurring)
    looks = []

    def look():
        name = str(uuid7())
        Process.objects.create(kind="Worker", pid=1, hostname=name, name=name, last_heartbeat_at=timezone.now())
        assert AsyncSupervisor(config).prune_stale_process_rows() == []
        minute.follow_the_clock()
        looks.extend(fire_due_recurring_tasks(timezone.now()))

    in_turn(look)
    assert len(looks) in (1, 2)  # one a minute
