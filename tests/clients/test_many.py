"""The same change to many clients, and its way back."""

import pytest

from latchstring.clients.actions.archive_clients import archive_clients
from latchstring.clients.actions.assign_clients import assign_clients
from latchstring.clients.actions.set_responsible import set_responsible
from latchstring.clients.actions.tag_clients import tag_clients
from latchstring.clients.actions.undo_bulk_change import undo_bulk_change
from latchstring.clients.models import Assignment, BulkChange, Client
from latchstring.policy.actor import Refused
from tests.cast import make_client
from tests.clients.truth import assert_true


@pytest.fixture
def clients(cast):
    return [cast.acme, cast.beta, *(make_client(cast.firm, f"Client {n}") for n in range(3))]


def ids(clients):
    return [client.pk for client in clients]


def tagged(name):
    return set(Client.objects.filter(tags__name=name).values_list("pk", flat=True))


def assigned(member):
    return set(Assignment.objects.filter(member_id=member.pk).values_list("client_id", flat=True))


def test_tags_come_and_go_and_undo_leaves_those_who_had_it(cast, clients):
    tag_clients(cast.owner, [cast.acme.pk], ["VIP"])
    change = tag_clients(cast.owner, ids(clients), ["vip", "2026"])
    assert tagged("VIP") == tagged("2026") == set(ids(clients))
    assert undo_bulk_change(cast.owner, change).taken_back == 5
    assert (tagged("VIP"), tagged("2026")) == ({cast.acme.pk}, set())
    gone = tag_clients(cast.owner, ids(clients), ["VIP"], on=False)
    assert (gone.changed, tagged("VIP")) == (1, set())
    undo_bulk_change(cast.owner, gone)
    assert tagged("VIP") == {cast.acme.pk}


def test_assigning_and_its_undo_leave_who_was_assigned_before(cast, clients):
    change = assign_clients(cast.owner, ids(clients), cast.sam)
    assert assigned(cast.sam) == set(ids(clients))
    undo_bulk_change(cast.owner, change)
    assert assigned(cast.sam) == {cast.acme.pk}


def test_the_responsible_member_stays_assigned(cast, clients):
    set_responsible(cast.owner, [cast.acme.pk], cast.sam)
    change = assign_clients(cast.owner, ids(clients), cast.sam, on=False)
    assert (change.changed, assigned(cast.sam)) == (0, {cast.acme.pk})


def test_who_was_responsible_before_is_so_again_after_undo(cast, clients):
    set_responsible(cast.owner, [cast.acme.pk], cast.adam)
    change = set_responsible(cast.owner, ids(clients), cast.sam)
    assert set(Client.objects.filter(pk__in=ids(clients)).values_list("responsible", flat=True)) == {cast.sam.pk}
    undo_bulk_change(cast.owner, change)
    assert dict(Client.objects.filter(pk__in=ids(clients[:2])).values_list("pk", "responsible")) == {
        cast.acme.pk: cast.adam.pk,
        cast.beta.pk: None,
    }
    assert assigned(cast.sam) == {cast.acme.pk}


def test_archiving_and_its_undo_keep_the_figures_true(cast, clients):
    archive_clients(cast.owner, [cast.beta.pk])
    change = archive_clients(cast.owner, ids(clients))
    assert Client.objects.filter(firm=cast.firm, inactive_at=None).count() == 0
    assert_true(cast.firm)
    assert undo_bulk_change(cast.owner, change).taken_back == 4
    assert undo_bulk_change(cast.owner, change) is None
    assert Client.objects.filter(firm=cast.firm, inactive_at=None).count() == 4
    assert_true(cast.firm)


def test_scoped_staff_change_only_their_own(cast, clients):
    change = tag_clients(cast.staff, [*ids(clients), cast.rival_client.pk], ["Mine"])
    assert (change.changed, tagged("Mine")) == (1, {cast.acme.pk})
    tag_clients(cast.owner, [cast.rival_client.pk], ["Theirs"])
    assert tagged("Theirs") == set()


def test_only_whose_change_it_was_takes_it_back(cast, clients):
    change = tag_clients(cast.owner, ids(clients), ["VIP"])
    assert undo_bulk_change(cast.admin, change) is None
    assert len(tagged("VIP")) == 5


def test_a_viewer_writes_nothing(cast, clients):
    for verb in (
        lambda: tag_clients(cast.viewer, ids(clients), ["x"]),
        lambda: assign_clients(cast.viewer, ids(clients), cast.sam),
        lambda: set_responsible(cast.viewer, ids(clients), None),
        lambda: archive_clients(cast.viewer, ids(clients)),
    ):
        with pytest.raises(Refused):
            verb()
    assert not BulkChange.objects.exists()


@pytest.mark.parametrize(("names", "sentence"), [([" "], "Type the name"), (["x" * 61], "60 characters")])
def test_wrong_tags_come_back_as_a_sentence(cast, clients, names, sentence):
    with pytest.raises(ValueError, match=sentence):
        tag_clients(cast.owner, ids(clients), names)


def test_a_member_of_another_firm_cant_be_assigned(cast, clients):
    with pytest.raises(ValueError, match="not on the team"):
        assign_clients(cast.owner, ids(clients), cast.rita)
