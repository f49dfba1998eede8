"""The Manager's list of people: every sort, every page, forwards and back, and what it costs."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from latchstring.accounts.models import PermissionSet
from latchstring.accounts.queries import actor_of
from latchstring.clients import search as client_search
from latchstring.clients.actions.update_client import update_client
from latchstring.clients.models import Assignment, Client, Tag
from latchstring.kernel import clock
from latchstring.policy.actor import Actor
from latchstring.portals import kept, search
from latchstring.portals.actions.follow_names import follow_names
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import Access, Phase, PortalUser, SearchText
from latchstring.portals.queries import filters
from latchstring.portals.queries.manager import SORTS, ManagerFilter, ManagerRow, manager_rows
from latchstring.portals.status import ORDER, status_of
from tests.cast import Cast, make_client
from tests.portals.people import BOB, CARLA, accepted, invited, kill

EVERY_SORT = [sign + name for name in SORTS for sign in ("", "-")]


def crowd(cast: Cast, count: int, *, seed: int = 1, clients: list[Client] | None = None) -> None:
    """People with many ties and many empty values in what they are sorted by."""
    pick, now = Random(seed), clock.now()
    to = clients or [cast.acme, cast.beta]
    moments = [now - timedelta(days=day) for day in (1, 2, 40, 100)]
    people = []
    for n in range(count):
        phase = pick.choice([Phase.PENDING, Phase.ACTIVE, Phase.ACTIVE, Phase.REMOVED])
        name = pick.choice(["Ana", "Åsa", "Zoë", "an", "Émile", "李雷", "Ölaf"])
        people.append(
            PortalUser(
                firm=cast.firm,
                name=name,
                email=f"p{seed}-{n}@crowd.example",
                address=f"p{seed}-{n}@crowd.example",
                sort_name=name.casefold(),
                phase=phase,
                accepted_at=now if phase == Phase.ACTIVE else None,
                removed_at=now if phase == Phase.REMOVED else None,
                expires_at=now + timedelta(days=pick.choice([-1, 3, 20])),
                status_order=pick.choice([1, 2, 4]),
                first_client=pick.choice(["acme", "beta", ""]),
                invited_at=pick.choice(moments),
                last_login_at=pick.choice([None, *moments]) if phase == Phase.ACTIVE else None,
                web_sessions=pick.choice([0, 0, 1, 7]),
                email_inactive_at=pick.choice([None, None, None, *moments]),
                client_count=1,
            )
        )
    PortalUser.objects.bulk_create(people)
    search.add(people)
    Access.objects.bulk_create(
        Access(
            firm=cast.firm,
            person=person,
            client=pick.choice(to),
            expires_at=person.expires_at,
            accepted_at=person.accepted_at,
            removed_at=person.removed_at,
        )
        for person in people
    )


def walk(actor: Actor, filter: ManagerFilter, sort: str, size: int) -> tuple[list[ManagerRow], list[ManagerRow]]:
    """All pages forwards from the first, then all pages back from the last."""
    forwards: list[ManagerRow] = []
    page = manager_rows(actor, filter, sort, "", size)
    assert page.previous == ""
    pages = [page]
    while page.next:
        page = manager_rows(actor, filter, sort, page.next, size)
        pages.append(page)
    forwards = [row for each in pages for row in each.rows]
    back = list(page.rows)
    while page.previous:
        page = manager_rows(actor, filter, sort, page.previous, size)
        back = [*page.rows, *back]
    return forwards, back


def expected(filter: ManagerFilter, sort: str) -> list[object]:
    column = SORTS[sort.removeprefix("-")].column
    rows = PortalUser.objects.filter(phase__in=[Phase.PENDING, Phase.ACTIVE]).values_list("pk", column)
    ordered = sorted(rows, key=lambda row: (row[1] is not None, row[1], row[0]), reverse=sort.startswith("-"))
    return [pk for pk, _ in ordered]


@pytest.mark.parametrize("sort", EVERY_SORT)
def test_walking_all_pages_gives_the_sorted_list_in_both_directions(cast: Cast, sort: str) -> None:
    crowd(cast, 90)
    for size in (7, 50):
        forwards, back = walk(cast.owner, ManagerFilter(), sort, size)
        assert [row.id for row in forwards] == expected(ManagerFilter(), sort)
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


@pytest.mark.parametrize("many", [1, 2, 3, 4])
def test_a_row_names_the_first_three_clients_and_counts_all(cast: Cast, many: int) -> None:
    clients = [make_client(cast.firm, f"Trust {n}") for n in reversed(range(many))]
    for client in clients:
        invite(cast.owner, client, people=[CARLA])
    [row] = manager_rows(cast.owner, ManagerFilter()).rows
    assert [client.name for client in row.clients] == [f"Trust {n}" for n in range(min(many, 3))]
    assert row.client_count == many


def test_a_row_says_what_the_page_shows(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    [row] = manager_rows(cast.owner, ManagerFilter()).rows
    assert (row.name, row.email, row.status, row.client_count) == ("Carla Acme", "carla@acme.example", "accepted", 2)
    assert (row.first_client, row.first_client_id) == ("Acme Bakery LLC", cast.acme.pk)
    remove_access(cast.owner, carla)
    assert not manager_rows(cast.owner, ManagerFilter()).rows
    [gone] = manager_rows(cast.owner, ManagerFilter(show="removed")).rows
    assert (gone.status, gone.client_count, bool(gone.removed_at)) == ("removed", 2, True)


def test_each_filter_shows_what_it_says(cast: Cast) -> None:
    crowd(cast, 120)
    now = clock.now()

    def shown(show: str) -> set[object]:
        return {row.id for row in manager_rows(cast.owner, ManagerFilter(show=show), size=500).rows}

    people = list(PortalUser.objects.all())
    live = [each for each in people if each.phase != Phase.REMOVED]
    status = {each.pk: status_of(each, now) for each in people}
    assert shown("all") == {each.pk for each in live}
    assert shown("invited") == {each.pk for each in people if each.phase == Phase.PENDING}
    assert shown("logged-in") == {each.pk for each in live if each.last_login_at}
    assert shown("expired") == {pk for pk, value in status.items() if value == "expired"}
    assert shown("expiring") == {
        each.pk
        for each in people
        if status[each.pk] in {"queued", "sent", "delivered"} and each.expires_at < now + timedelta(days=7)
    }
    assert shown("inactive") == {each.pk for each in live if each.email_inactive_at}
    assert shown("never") == {each.pk for each in live if not each.last_login_at}
    assert shown("quiet") == {
        each.pk
        for each in people
        if each.phase == Phase.ACTIVE and (not each.last_login_at or each.last_login_at < now - timedelta(days=90))
    }
    assert shown("removed") == {each.pk for each in people if each.phase == Phase.REMOVED}


def test_an_unknown_filter_or_sort_is_the_first_one(cast: Cast) -> None:
    invited(cast.owner, cast.acme)
    assert ManagerFilter.of({"show": "everything", "team": "nobody"}) == ManagerFilter()
    assert len(manager_rows(cast.owner, ManagerFilter(), "-nonsense").rows) == 1


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


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("carla", {"carla@acme.example"}),
        ("CARLA ACME", {"carla@acme.example"}),
        ("acme.exam", {"carla@acme.example"}),
        ("beta far", {"bob@beta.example"}),
        ("ca", {"carla@acme.example"}),
        ("ar", set()),
        ("zzz", set()),
        ('"carla" OR bob', set()),
        ("100%", set()),
        ("_arla", set()),
        ("carla\0", {"carla@acme.example"}),
    ],
)
def test_search_finds_names_emails_and_clients(cast: Cast, q: str, found: set[str]) -> None:
    invited(cast.owner, cast.acme)
    invited(cast.owner, cast.beta, BOB)
    client_search.refresh([cast.acme.pk, cast.beta.pk])
    assert {row.email for row in manager_rows(cast.owner, ManagerFilter(q=q)).rows} == found


def test_search_follows_a_changed_name(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    carla.name, carla.sort_name = "Zoë Ångström", "zoë ångström"
    carla.save()
    search.refresh(carla)
    assert manager_rows(cast.owner, ManagerFilter(q="angstrom")).rows
    carla.email = carla.address = "zoe@acme.example"
    search.refresh(carla)
    assert not manager_rows(cast.owner, ManagerFilter(q="carla")).rows
    assert SearchText.objects.count() == 1


def test_team_and_tag_narrow_further(cast: Cast) -> None:
    invited(cast.owner, cast.acme)
    invited(cast.owner, cast.beta, BOB)
    cast.beta.responsible = cast.olive
    cast.beta.save()
    cast.acme.tags.add(Tag.objects.create(firm=cast.firm, name="1040"))
    by_team = manager_rows(cast.owner, ManagerFilter(team=cast.olive.pk)).rows
    by_tag = manager_rows(cast.owner, ManagerFilter(tag="1040")).rows
    assert ([row.email for row in by_team], [row.email for row in by_tag]) == ([BOB.email], [CARLA.email])


def scoped(cast: Cast) -> Actor:
    cast.sam.permission_set = PermissionSet.objects.create(firm=cast.firm, name="Desk", actions=["portals:manage"])
    cast.sam.save()
    return actor_of(cast.sam)


def test_scoped_staff_see_their_clients_people_and_only_their_names(cast: Cast) -> None:
    sam = scoped(cast)
    make_client(cast.firm, "Aardvark", ("A", "a@aardvark.example"))
    accepted(cast.owner, cast.acme)
    invite(cast.owner, Client.objects.get(name="Aardvark"), people=[CARLA])
    invited(cast.owner, cast.beta, BOB)
    client_search.refresh(list(Client.objects.values_list("pk", flat=True)))
    [row] = manager_rows(sam, ManagerFilter()).rows
    assert (row.email, row.first_client, row.client_count) == (CARLA.email, "Acme Bakery LLC", 1)
    assert not manager_rows(sam, ManagerFilter(q="aardvark")).rows
    assert not manager_rows(sam, ManagerFilter(q="bob")).rows
    assert manager_rows(sam, ManagerFilter(), "client").rows == [row]
    remove_access(cast.owner, PortalUser.objects.get(address=CARLA.email), client=cast.acme)
    assert not manager_rows(sam, ManagerFilter()).rows


def test_scoped_staff_page_through_their_part(cast: Cast) -> None:
    sam = scoped(cast)
    mine = [make_client(cast.firm, f"Mine {n}") for n in range(3)]
    for client in mine:
        Assignment.objects.create(firm=cast.firm, client=client, member_id=cast.sam.pk)
    sam = actor_of(cast.sam)
    crowd(cast, 40, clients=[*mine, cast.beta])
    for sort in EVERY_SORT:
        forwards, back = walk(sam, ManagerFilter(), sort, 7)
        assert [row.id for row in forwards] == [row.id for row in back]
        seen = Access.objects.filter(client__in=mine, removed_at=None).values_list("person", flat=True)
        assert {row.id for row in forwards} == set(seen)


def test_another_firm_sees_nobody(cast: Cast) -> None:
    invited(cast.owner, cast.acme)
    assert not manager_rows(cast.rival_owner, ManagerFilter()).rows


def test_a_renamed_client_is_sorted_by_its_new_name(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    update_client(cast.owner, cast.acme, name="Zebra Bakery")
    assert follow_names() == 1
    assert follow_names() == 0
    carla.refresh_from_db()
    assert carla.first_client == "zebra bakery"
    assert manager_rows(cast.owner, ManagerFilter(q="zebra")).rows


def test_an_inactive_email_shows_since_when_and_why(cast: Cast) -> None:
    from latchstring.portals.project import addresses_changed

    invited(cast.owner, cast.acme)
    kill(cast.firm, CARLA.email)
    addresses_changed(cast.firm.pk, [CARLA.email])
    [row] = manager_rows(cast.owner, ManagerFilter(show="inactive")).rows
    assert (row.status, row.email_inactive_reason) == ("email-inactive", "No such mailbox.")
    assert row.email_inactive_at
    assert PortalUser.objects.get().status_order == ORDER[row.status]


@pytest.mark.postgres
def test_a_deep_page_is_read_from_the_index(cast: Cast) -> None:
    crowd(cast, 12_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE portals_portaluser")
    for sort in EVERY_SORT:
        page = manager_rows(cast.owner, ManagerFilter(), sort, size=6000)
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


@pytest.mark.parametrize("few", [0, 500])
def test_a_filter_shows_the_same_by_its_own_index_and_by_the_walk(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    crowd(cast, 40)
    monkeypatch.setattr(filters, "FEW", few)
    for show in filters.OWN_INDEX:
        shown = [row.id for row in manager_rows(cast.owner, ManagerFilter(show=show), "name", size=100).rows]
        wanted = filters.matching(cast.owner, ManagerFilter(show=show)).order_by("sort_name", "pk")
        assert shown == list(wanted.values_list("pk", flat=True)), show
