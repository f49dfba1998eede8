"""Paging through all portal users: each order, both directions, at the same cost for many."""

from contextlib import nullcontext

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from latchstring.kernel import clock
from latchstring.portals import kept
from latchstring.portals.models import Access, Phase, PortalUser
from latchstring.portals.queries.manager import ManagerFilter, manager_rows
from tests.cast import Cast, make_client
from tests.portals.crowd import EVERY_SORT, crowd, walk
from tests.portals.people import accepted, invited

COLUMNS = {
    "name": "sort_name",
    "client": "first_client",
    "status": "status_order",
    "invited": "invited_at",
    "last-login": "last_login_at",
    "sessions": "web_sessions",
    "inactive": "email_inactive_at",
}


def expected(sort: str) -> list[object]:
    column = COLUMNS[sort.removeprefix("-")]
    rows = PortalUser.objects.filter(phase__in=[Phase.PENDING, Phase.ACTIVE]).values_list("pk", column)
    ordered = sorted(rows, key=lambda row: (row[1] is not None, row[1], row[0]), reverse=sort.startswith("-"))
    return [pk for pk, _ in ordered]


@pytest.mark.parametrize("sort", EVERY_SORT)
def test_walking_all_pages_gives_the_sorted_list_in_both_directions(cast: Cast, sort: str) -> None:
    crowd(cast, 90)
    for size in (7, 50):
        forwards, back = walk(cast.owner, ManagerFilter(), sort, size)
        assert [row.id for row in forwards] == expected(sort)
        assert [row.id for row in back] == [row.id for row in forwards]


@pytest.mark.parametrize("sort", ["name", "-last-login", "inactive"])
def test_a_page_costs_the_same_for_ten_and_for_a_thousand(cast: Cast, sort: str) -> None:
    def cost(cursor: str = "") -> tuple[int, str]:
        with CaptureQueriesContext(connection) as queries:
            page = manager_rows(cast.owner, ManagerFilter(q="crowd"), sort, cursor, 50)
        return len(queries), page.next

    crowd(cast, 20)
    cost()
    few, _ = cost()
    crowd(cast, 980, seed=2)
    many, cursor = cost()
    assert few == many <= 6
    for _ in range(5):
        deep, cursor = cost(cursor)
    assert deep <= many


def test_somebody_of_many_clients_changes_nothing_in_the_cost(cast: Cast) -> None:
    crowd(cast, 20)
    manager_rows(cast.owner, ManagerFilter())
    with CaptureQueriesContext(connection) as before:
        manager_rows(cast.owner, ManagerFilter())
    carla = accepted(cast.owner, cast.acme)
    clients = [make_client(cast.firm, f"Trust {n:03}") for n in range(60)]
    Access.objects.bulk_create(
        Access(firm=cast.firm, person=carla, client=client, expires_at=clock.now(), accepted_at=clock.now())
        for client in clients
    )
    kept.touch_people([carla.pk])
    with CaptureQueriesContext(connection) as after:
        manager_rows(cast.owner, ManagerFilter())
    page = manager_rows(cast.owner, ManagerFilter(q="carla"))
    [row] = page.rows
    assert row.client_count == 61
    assert [client.name for client in row.clients] == ["Acme Bakery LLC", "Trust 000", "Trust 001"]
    assert len(after) <= len(before) + 1


@pytest.mark.parametrize(
    "cursor",
    ["x", "AAAA", "WyJuIl0", "bnVsbA", "WyJpIiw5OTk5OTk5OTk5OTk5LCIwMCIsMF0", "é", "WyJzIixudWxsLCIwMCIsMF0"],
)
def test_a_cursor_we_did_not_write_is_the_first_page(cast: Cast, cursor: str) -> None:
    invited(cast.owner, cast.acme)
    assert len(manager_rows(cast.owner, ManagerFilter(), cursor=cursor).rows) == 1


def test_a_cursor_of_another_sort_breaks_nothing(cast: Cast) -> None:
    crowd(cast, 30)
    cursors = [manager_rows(cast.owner, ManagerFilter(), sort, size=3).next for sort in EVERY_SORT]
    for sort in EVERY_SORT:
        for cursor in cursors:
            manager_rows(cast.owner, ManagerFilter(), sort, cursor)


@pytest.mark.postgres
def test_a_deep_page_is_read_from_the_index(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("latchstring.kernel.plans.kept", nullcontext)  # so that the values stand in the statement
    crowd(cast, 4_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE portals_portaluser")
    for sort in EVERY_SORT:
        page = manager_rows(cast.owner, ManagerFilter(), sort, size=2000)
        with CaptureQueriesContext(connection) as queries:
            manager_rows(cast.owner, ManagerFilter(), sort, page.next, 50)
        walks = [each["sql"] for each in queries if "LIMIT 51" in each["sql"]]
        assert walks
        for sql in walks:
            plan = explain(sql)
            assert "Index" in plan, plan
            assert "Sort" not in plan, plan
            assert "Seq Scan" not in plan, plan


def explain(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql)
        return "\n".join(line for (line,) in cursor.fetchall())
