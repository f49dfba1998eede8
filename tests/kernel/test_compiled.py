"""A compiled query finds what its queryset would, for each caller's own values, in any thread."""

import sys
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import CharField, UUIDField

from latchstring.clients.models import Client
from latchstring.kernel.compiled import Compiled, Slot
from latchstring.kernel.many_keys import Keys
from tests.cast import make_client, make_firm

NAMED = Compiled(lambda: Client.objects.filter(firm=Slot("firm", UUIDField()), name=Slot("name", CharField())))
TOGETHER = Compiled(
    lambda: (
        Client.objects.filter(firm=Slot("firm", UUIDField()), pk__in=Keys("ids")).order_by("name").values_list("name")
    )
)
WITH_FIRM = Compiled(lambda: Client.objects.select_related("firm").filter(pk=Slot("pk", UUIDField())))


@pytest.mark.django_db
def test_it_finds_what_its_values_say_and_nothing_of_the_time_before():
    one, other = make_firm(slug="one"), make_firm(slug="other")
    found = [make_client(firm, name) for firm in (one, other) for name in ("Adams", "O'Brien %s")]
    for client in found:
        assert NAMED.rows(firm=client.firm_id, name=client.name) == [client]
    assert NAMED.first(firm=uuid4(), name="Adams") is None
    everybody = [client.pk for client in found]
    assert TOGETHER.rows(firm=one.pk, ids=everybody) == [("Adams",), ("O'Brien %s",)]
    assert TOGETHER.rows(firm=one.pk, ids=[]) == []


@pytest.mark.django_db
def test_what_is_read_along_costs_no_statement(django_assert_num_queries):
    client = make_client(make_firm(), "Adams")
    with django_assert_num_queries(1):
        assert WITH_FIRM.first(pk=client.pk).firm.name == client.firm.name


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_each_get_their_own():
    clients = [make_client(make_firm(slug=f"firm-{n}"), "Adams") for n in range(4)]

    def ask(client: Client) -> bool:
        try:
            return all(NAMED.rows(firm=client.firm_id, name="Adams") == [client] for _ in range(300))
        finally:
            connection.close()

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert all(pool.map(ask, clients))
    finally:
        sys.setswitchinterval(usual)
