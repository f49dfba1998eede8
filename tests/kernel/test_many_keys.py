"""``in`` finds the same rows by one value as by many."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from latchstring.clients.models import Client, Contact
from latchstring.kernel.bulk import insert
from latchstring.kernel.many_keys import MANY
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(cast: Cast) -> list[UUID]:
    rows = [{"id": uuid4(), "firm_id": cast.firm.pk, "name": f"{n}", "sort_name": f"{n:03}"} for n in range(3 * MANY)]
    insert(Client, rows)
    insert(Contact, [{"firm_id": cast.firm.pk, "client_id": row["id"], "name": row["name"]} for row in rows])
    return [row["id"] for row in rows]


@pytest.mark.parametrize("of", [list, tuple, set, frozenset])
@pytest.mark.parametrize("many", [1, MANY - 1, MANY, 2 * MANY])
def test_own_keys_and_others(keys: list[UUID], many: int, of: Callable[[list[UUID]], Collection[UUID]]) -> None:
    wanted = of(keys[:many])
    assert set(Client.objects.filter(pk__in=wanted).values_list("pk", flat=True)) == set(wanted)
    of_clients = Contact.objects.filter(client__in=wanted)
    assert set(of_clients.values_list("client_id", flat=True)) == set(wanted)
    assert set(Contact.objects.filter(client_id__in=wanted)) == set(of_clients)


def test_together_with_others(cast: Cast, keys: list[UUID]) -> None:
    some, rows = keys[:MANY], Contact.objects.filter(client__name__in=[str(n) for n in range(3 * MANY)])
    assert rows.exclude(client__in=some).count() == 2 * MANY
    assert rows.filter(Q(client__in=some) | Q(client__sort_name=f"{MANY:03}")).count() == MANY + 1
    assert rows.filter(client__in=Client.objects.filter(pk__in=some).values("pk"), firm=cast.firm).count() == MANY
    assert rows.filter(client__firm__in=[*some, cast.firm.pk]).count() == 3 * MANY


def test_rows_and_keys_that_are_not_there(keys: list[UUID]) -> None:
    clients = list(Client.objects.filter(pk__in=keys))
    assert Contact.objects.filter(client__in=clients).count() == len(keys)
    assert not Client.objects.filter(pk__in=[uuid4() for _ in range(MANY)]).exists()
    assert Client.objects.filter(pk__in=[str(key) for key in keys]).count() == len(keys)
    assert Client.objects.filter(pk__in=[*keys, None]).count() == len(keys)
    assert Client.objects.filter(pk__in=keys).update(name="Same") == Client.objects.filter(name="Same").count()


def test_many_keys_are_one_value(keys: list[UUID]) -> None:
    for rows in (Client.objects.filter(pk__in=keys), Contact.objects.filter(client__in=keys)):
        with CaptureQueriesContext(connection) as captured:
            list(rows.values_list("pk"))
        sql: Any = captured[0]["sql"]
        assert ("ANY" if connection.vendor == "postgresql" else "json_each") in sql
    assert Client.objects.filter(pk__in=[*keys, *(uuid4() for _ in range(300_000))]).count() == len(keys)
