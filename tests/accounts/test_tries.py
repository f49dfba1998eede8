"""Tries are counted in the database: over processes and restarts, and none slips past."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from latchstring.accounts.actions.forget_tries import forget_tries
from latchstring.accounts.models import Try
from latchstring.accounts.tries import Exceeded, Limit, open_at, spend
from latchstring.kernel import clock
from tests.web.doorstep import let_in, log_in

DOOR, STREET = Limit("door", 3, 60), Limit("street", 100, 60)


def spends(*limits: Limit) -> bool:
    try:
        spend(limits)
    except Exceeded:
        return False
    finally:
        connections.close_all()
    return True


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_pass_than_may() -> None:
    with ThreadPoolExecutor(4) as crowd:
        passed = sum(crowd.map(lambda _: spends(DOOR, STREET), range(8)))
    assert passed <= DOOR.amount
    assert Try.objects.filter(mark="door").count() == Try.objects.filter(mark="street").count() == passed


@pytest.mark.django_db
def test_what_is_refused_is_not_counted_and_the_wait_is_the_oldest_ones() -> None:
    start = clock.now()
    for second in (0, 10, 20):
        with time_machine.travel(start + timedelta(seconds=second), tick=False):
            spend([DOOR])
    with time_machine.travel(start + timedelta(seconds=30), tick=False), pytest.raises(Exceeded) as refused:
        spend([STREET, DOOR])
    assert refused.value.until == start + timedelta(seconds=60)
    assert Try.objects.count() == 3
    with time_machine.travel(start + timedelta(seconds=59), tick=False):
        assert open_at(DOOR) == start + timedelta(seconds=60)
    with time_machine.travel(start + timedelta(seconds=61), tick=False):
        assert open_at(DOOR) is None


@pytest.mark.django_db
def test_taking_one_back_leaves_the_others_counted() -> None:
    spent = [spend([DOOR]) for _ in range(3)]
    spent[0].take_back()
    spend([DOOR])
    with pytest.raises(Exceeded):
        spend([DOOR])


@pytest.mark.django_db
def test_tries_that_are_over_are_forgotten_and_no_others() -> None:
    spend([DOOR, Limit("gate", 3, 3600)])
    with time_machine.travel(clock.now() + timedelta(seconds=61)):
        assert (forget_tries(), forget_tries()) == (1, 0)
    assert Try.objects.get().mark == "gate"


@pytest.mark.django_db
def test_an_emptied_cache_gives_nobody_new_tries(cast) -> None:
    let_in(cast.owner, cast.acme)
    for _ in range(10):
        log_in(Browser(), password="wrong wrong wrong")
    cache.clear()
    assert log_in(Browser()).status_code == 429


@pytest.mark.django_db
def test_a_log_in_costs_few_statements(cast) -> None:
    let_in(cast.owner, cast.acme)
    with CaptureQueriesContext(connection) as statements:
        assert log_in(Browser()).status_code == 302
    assert len(statements) <= 24, [each["sql"][:80] for each in statements]
