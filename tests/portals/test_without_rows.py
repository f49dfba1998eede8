"""Clients whose portal nobody was invited to."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from latchstring.clients import reach, search
from latchstring.clients.models import Contact, Tag
from latchstring.kernel import clock
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.queries.without import WithoutFilter, WithoutRow, without_rows
from tests.cast import Cast, make_client
from tests.portals.people import invited, kill


def names(cast: Cast, filter: WithoutFilter | None = None) -> list[str]:
    return [row.name for row in without_rows(cast.owner, filter or WithoutFilter()).rows]


def test_a_client_leaves_with_its_first_invite_and_comes_back_with_the_last_removal(cast: Cast) -> None:
    assert names(cast) == ["Acme Bakery LLC", "Beta Farms"]
    carla = invited(cast.owner, cast.acme)
    assert names(cast) == ["Beta Farms"]
    remove_access(cast.owner, carla)
    acme, _ = without_rows(cast.owner, WithoutFilter()).rows
    assert (acme.name, acme.status) == ("Acme Bakery LLC", "removed")


def test_inactive_clients_are_not_listed(cast: Cast) -> None:
    cast.beta.inactive_at = clock.now()
    cast.beta.save()
    assert names(cast) == ["Acme Bakery LLC"]


def test_a_row_says_whom_an_invite_would_reach_or_why_nobody(cast: Cast) -> None:
    none = make_client(cast.firm, "None", ("Nemo", ""))
    dead = make_client(cast.firm, "Dead", ("Dora", "dora@dead.example"))
    kill(cast.firm, "dora@dead.example")
    kill(cast.firm, "carla@acme.example")
    reach.refresh(cast.firm.pk, [cast.acme.pk, none.pk, dead.pk])
    rows: dict[str, WithoutRow] = {row.name: row for row in without_rows(cast.owner, WithoutFilter()).rows}
    acme = rows["Acme Bakery LLC"]
    assert (acme.email, acme.contact_name, acme.other_contacts) == ("luis@acme.example", "Luis Acme", 1)
    assert (acme.blocked, acme.status) == ("", "not-invited")
    assert (rows["None"].blocked, rows["None"].fix) == ("No email address.", "Add email")
    assert rows["None"].contact_id == Contact.objects.get(name="Nemo").pk
    assert (rows["Dead"].blocked, rows["Dead"].fix) == ("Email came back.", "Change email")
    assert rows["Dead"].status == "email-inactive"
    assert set(names(cast, WithoutFilter(blocked=True))) == {"None", "Dead"}


def test_search_team_and_tag_narrow(cast: Cast) -> None:
    search.refresh([cast.acme.pk, cast.beta.pk])
    cast.acme.responsible = cast.olive
    cast.acme.save()
    cast.beta.tags.add(Tag.objects.create(firm=cast.firm, name="1040"))
    assert names(cast, WithoutFilter(q="bob")) == ["Beta Farms"]
    assert names(cast, WithoutFilter(team=cast.olive.pk)) == ["Acme Bakery LLC"]
    assert names(cast, WithoutFilter(tag="1040")) == ["Beta Farms"]
    assert WithoutFilter.of({"q": " bob ", "team": "?", "blocked": "yes"}) == WithoutFilter(q="bob", blocked=True)


def test_scoped_staff_and_rivals_see_their_own(cast: Cast) -> None:
    assert [row.name for row in without_rows(cast.staff, WithoutFilter()).rows] == ["Acme Bakery LLC"]
    assert [row.name for row in without_rows(cast.rival_owner, WithoutFilter()).rows] == ["Rival Client"]


def test_all_pages_in_both_directions(cast: Cast) -> None:
    for n in range(20):
        make_client(cast.firm, f"Same {n % 3}", ("A", f"a{n}@same.example"))
    for sort in ("name", "-name"):
        seen, cursor, pages = [], "", []
        while True:
            page = without_rows(cast.owner, WithoutFilter(), sort, cursor, 4)
            pages.append(page)
            seen += [row.id for row in page.rows]
            if not page.next:
                break
            cursor = page.next
        assert len(seen) == len(set(seen)) == 22
        listed = [row.name.casefold() for each in pages for row in each.rows]
        assert listed == sorted(listed, reverse=sort == "-name")
        back = without_rows(cast.owner, WithoutFilter(), sort, pages[-1].previous, 4)
        assert [row.id for row in back.rows] == [row.id for row in pages[-2].rows]


def test_a_page_costs_the_same_for_few_and_many(cast: Cast) -> None:
    actor = cast.owner

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            without_rows(actor, WithoutFilter())
        return len(queries)

    few = cost()
    for n in range(60):
        make_client(cast.firm, f"Client {n}", *((f"P{n}-{each}", f"p{n}-{each}@c.example") for each in range(3)))
    assert cost() == few <= 5
