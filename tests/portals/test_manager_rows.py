"""What a row of the Manager says, and to whom."""

import pytest

from latchstring.accounts.models import PermissionSet
from latchstring.accounts.queries import actor_of
from latchstring.clients import search as client_search
from latchstring.clients.actions.update_client import update_client
from latchstring.clients.models import Assignment, Client
from latchstring.policy.actor import Actor
from latchstring.portals.actions.follow_names import follow_names
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import Access, PortalUser
from latchstring.portals.queries.manager import ManagerFilter, manager_rows
from latchstring.portals.status import ORDER
from tests.cast import Cast, make_client
from tests.portals.crowd import EVERY_SORT, crowd, walk
from tests.portals.people import BOB, CARLA, LUIS, accepted, invited, kill


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


def scoped(cast: Cast) -> Actor:
    cast.sam.permission_set = PermissionSet.objects.create(firm=cast.firm, name="Desk", actions=["portals:manage"])
    cast.sam.save()
    return actor_of(cast.sam)


@pytest.mark.parametrize("others", [1, 3])
def test_scoped_staff_see_their_clients_people_and_only_their_names(cast: Cast, others: int) -> None:
    sam = scoped(cast)
    invited(cast.owner, cast.acme, LUIS)
    accepted(cast.owner, cast.acme)
    for n in range(others):
        invite(cast.owner, make_client(cast.firm, f"Aardvark {n}"), people=[CARLA])
    invited(cast.owner, cast.beta, BOB)
    client_search.refresh(list(Client.objects.values_list("pk", flat=True)))
    row, _ = manager_rows(sam, ManagerFilter(), "name").rows
    assert (row.email, row.first_client, row.client_count) == (CARLA.email, "Acme Bakery LLC", 1)
    assert not manager_rows(sam, ManagerFilter(q="aardvark")).rows
    assert not manager_rows(sam, ManagerFilter(q="bob")).rows
    assert [each.email for each in manager_rows(sam, ManagerFilter(), "client").rows] == [LUIS.email, CARLA.email]
    remove_access(cast.owner, PortalUser.objects.get(address=CARLA.email), client=cast.acme)
    assert [each.email for each in manager_rows(sam, ManagerFilter()).rows] == [LUIS.email]


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
