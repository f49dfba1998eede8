"""Taking access away from one and from many."""

import pytest

from latchstring.audit.models import Event
from latchstring.mail.models import Message, State
from latchstring.policy.actor import Refused
from latchstring.portals.actions.accept import accept
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.remove_access import count_for, remove_access, remove_many
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import Access, Phase
from latchstring.portals.selection import Selection
from tests.cast import Cast, make_client
from tests.portals.people import (
    BOB,
    CARLA,
    LUIS,
    accepted,
    assert_counts_true,
    invited,
    leave,
    login,
    newest,
    token_of,
)


def test_removing_one_client_leaves_the_other_open(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    [ended] = remove_access(cast.owner, carla, client=cast.acme)
    assert ended.client == cast.acme
    assert Event.objects.filter(name="access.removed", client_id=cast.acme.pk).count() == 1
    carla.refresh_from_db()
    assert (carla.phase, carla.client_count, carla.first_client) == (Phase.ACTIVE, 1, "beta farms")
    assert_counts_true(cast.firm)


def test_scoped_staff_remove_only_what_they_see(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    assert [row.client for row in remove_access(cast.staff, carla)] == [cast.acme]
    with pytest.raises(Refused):
        remove_access(cast.staff, carla, client=cast.beta)
    with pytest.raises(Refused):
        remove_access(cast.viewer, carla)
    assert Access.objects.filter(removed_at=None).get().client == cast.beta


def test_a_rival_removes_nobody(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    assert remove_access(cast.rival_owner, carla) == []
    assert Access.objects.filter(removed_at=None).count() == 1


def test_removing_twice_is_once(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    remove_access(cast.owner, carla)
    assert remove_access(cast.owner, carla) == []
    assert Event.objects.filter(name="access.removed").count() == 1
    assert_counts_true(cast.firm)


def test_an_invite_goes_on_for_the_client_that_is_left(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA], message="About {Client name}.")
    remove_access(cast.owner, carla, client=cast.beta)
    message = newest(carla).message
    assert (message.state, message.fields["client_name"]) == (State.QUEUED, "Acme Bakery LLC")
    leave()
    assert accept(token_of(carla), user=login(carla.address)).client_ids == {cast.acme.pk}


def test_an_invite_that_names_another_client_goes_on_as_it_is(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    for client in (cast.beta, make_client(cast.firm, "Gamma Trust")):
        invite(cast.owner, client, people=[CARLA])
    remove_access(cast.owner, carla, client=cast.beta)
    assert newest(carla).message.fields["client_name"] == newest(carla).client.name == "Gamma Trust"


def test_a_notice_that_waits_is_cancelled_with_the_access_it_is_about(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    for client in (cast.beta, make_client(cast.firm, "Gamma Trust")):
        invite(cast.owner, client, people=[CARLA])
    remove_access(cast.owner, carla, client=cast.beta)
    notices = Message.objects.filter(kind="access-added").order_by("id")
    assert [each.state for each in notices] == [State.CANCELLED, State.QUEUED]


def test_removing_many_counts_people_and_clients(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("latchstring.portals.actions.remove_access.CHUNK", 2)
    accepted(cast.owner, cast.acme)
    invited(cast.owner, cast.acme, LUIS)
    invited(cast.owner, cast.beta, BOB)
    everyone = Selection("filter")
    assert count_for(cast.owner, everyone) == (3, 2)
    with pytest.raises(Refused):
        remove_many(cast.staff, everyone)
    assert remove_many(cast.owner, everyone) == 3
    assert count_for(cast.owner, everyone) == (0, 0)
    assert_counts_true(cast.firm)


def test_who_is_removed_is_nobody_on_the_next_request(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    assert client_actor_for(login(carla.address), cast.firm)
    remove_access(cast.owner, carla)
    assert client_actor_for(login(carla.address), cast.firm) is None
