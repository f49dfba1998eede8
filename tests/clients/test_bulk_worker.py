"""A change to more clients than a request should wait for: the worker makes it, and takes it back."""

import pytest

from latchstring.clients.actions.archive_clients import archive_clients
from latchstring.clients.actions.tag_clients import tag_clients
from latchstring.clients.actions.undo_bulk_change import undo_bulk_change
from latchstring.clients.bulk import run
from latchstring.clients.bulk.chosen import Chosen
from latchstring.clients.bulk.kinds import FORTH
from latchstring.clients.models import Assignment, BulkChange, Client
from latchstring.clients.queries import ClientFilter
from latchstring.kernel import stopping
from tests.cast import make_client
from tests.clients.truth import assert_true

EVERYBODY = Chosen()


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr(run, "AT_ONCE", 3)
    monkeypatch.setattr(run, "CHUNK", 2)


@pytest.fixture
def clients(cast):
    return [cast.acme, cast.beta, *(make_client(cast.firm, f"Client {n}") for n in range(5))]


def tagged(name="VIP"):
    return Client.objects.filter(tags__name=name).count()


def fresh(change):
    return BulkChange.objects.get(pk=change.pk)


def test_the_request_only_writes_it_down_and_the_worker_does_it(cast, clients):
    change = tag_clients(cast.owner, EVERYBODY, ["VIP"])
    assert (change.selected, change.finished_at, tagged()) == (7, None, 0)
    run.change_clients()
    change = fresh(change)
    assert (change.seen, change.changed, bool(change.finished_at), tagged()) == (7, 7, True, 7)
    assert not cast.rival_client.tags.exists()


def test_few_are_changed_at_once(cast, clients):
    assert tag_clients(cast.owner, [cast.acme.pk], ["VIP"]).finished_at
    assert tagged() == 1


def test_undo_of_many_is_the_workers_too_and_leaves_who_had_it_before(cast, clients):
    tag_clients(cast.owner, [cast.acme.pk], ["VIP"])
    change = tag_clients(cast.owner, EVERYBODY, ["VIP"])
    run.change_clients()
    assert undo_bulk_change(cast.owner, change).undone_at is None
    assert tagged() == 7
    run.change_clients()
    assert (fresh(change).taken_back, bool(fresh(change).undone_at), tagged()) == (6, True, 1)
    assert undo_bulk_change(cast.owner, change) is None


def test_a_change_that_hides_its_own_rows_still_comes_to_all_of_them(cast, clients):
    change = archive_clients(cast.owner, Chosen(filter=ClientFilter(state="active")))
    run.change_clients()
    assert fresh(change).changed == 7
    assert not Client.objects.filter(firm=cast.firm, inactive_at=None).exists()
    assert_true(cast.firm)


def test_undo_half_way_takes_back_what_was_done_and_goes_no_further(cast, clients):
    change = tag_clients(cast.owner, EVERYBODY, ["VIP"])
    run._step(change.pk)
    run._step(change.pk)
    assert tagged() == 4
    undo_bulk_change(cast.owner, change)
    run.change_clients()
    assert tagged() == 0
    assert fresh(change).finished_at is None


def test_a_worker_that_stops_goes_on_where_it_was(cast, clients, monkeypatch):
    change = tag_clients(cast.owner, EVERYBODY, ["VIP"])
    run._step(change.pk)
    monkeypatch.setattr(stopping.requested, "is_set", lambda: True)
    run.change_clients()
    assert tagged() == 2
    monkeypatch.undo()
    run.change_clients()
    assert (fresh(change).seen, tagged()) == (7, 7)


def test_what_was_taken_away_meanwhile_is_not_changed(cast, clients):
    for client in clients[1:]:
        Assignment.objects.create(firm=cast.firm, client=client, member_id=cast.sam.pk)
    change = tag_clients(cast.staff, [client.pk for client in clients], ["VIP"])
    assert change.selected == 7
    Assignment.objects.filter(member_id=cast.sam.pk).exclude(client=cast.acme).delete()
    run.change_clients()
    assert list(Client.objects.filter(tags__name="VIP")) == [cast.acme]


def test_who_may_not_any_more_stops_half_way_and_it_is_said(cast, clients):
    change = tag_clients(cast.admin, EVERYBODY, ["VIP"])
    run._step(change.pk)
    cast.adam.role = "viewer"
    cast.adam.save()
    run.change_clients()
    assert (tagged(), fresh(change).stopped) == (2, "Whoever began it may not change clients any more.")


def test_one_that_breaks_stops_alone_and_leaves_no_half_step(cast, clients, monkeypatch):
    broken = tag_clients(cast.owner, EVERYBODY, ["VIP"])
    sound = archive_clients(cast.owner, EVERYBODY)
    forth = FORTH["tag"]

    def breaks(*args):
        forth(*args)
        raise ValueError("a planted fault")

    monkeypatch.setitem(FORTH, "tag", breaks)
    run.change_clients()
    assert (fresh(broken).stopped, tagged()) == ("Something went wrong on our side.", 0)
    assert (fresh(sound).changed, fresh(sound).stopped) == (7, "")


@pytest.mark.parametrize(
    "chosen", [Chosen(), Chosen(filter=ClientFilter(q="acme", tag="VIP", state="all", portal="none"))]
)
def test_a_choice_is_the_same_after_it_was_kept(cast, chosen):
    whole = Chosen(chosen.ids, chosen.filter, frozenset({cast.acme.pk}))
    assert Chosen.of_data(whole.as_data()) == whole
    team = Chosen(filter=ClientFilter(team=cast.sam.pk, responsible=cast.adam.pk))
    assert Chosen.of_data(team.as_data()) == team
    assert Chosen.of_data(Chosen.of([cast.acme.pk]).as_data()) == Chosen.of([cast.acme.pk])
