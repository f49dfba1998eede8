"""Create, change, close and open clients."""

import pytest

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.clients import counts
from latchstring.clients.actions.activate import activate
from latchstring.clients.actions.assign import assign
from latchstring.clients.actions.create_client import create_client
from latchstring.clients.actions.deactivate import deactivate
from latchstring.clients.actions.update_client import update_client
from latchstring.clients.models import Client
from latchstring.policy.actor import Refused
from tests.cast import actor_for, make_client
from tests.clients.truth import assert_true, events, kept


def test_a_new_client_is_written_counted_found_and_logged(cast):
    client = create_client(
        cast.owner,
        name=" Gamma \n Trust ",
        number="G-1",
        responsible=cast.adam,
        team=[cast.sam.pk],
        tags=["Tax", "TAX"],
    )
    assert client.name == "Gamma, Trust"
    assert set(client.assignments.values_list("member_id", flat=True)) == {cast.adam.pk, cast.sam.pk}
    assert [tag.name for tag in client.tags.all()] == ["TAX"]
    assert [event.client_id for event in events(cast.firm, Name.CLIENT_CREATED)] == [client.pk]
    assert kept(cast.firm)["clients"] == 3
    assert_true(cast.firm)


def test_scoped_staff_see_what_they_create(cast):
    client = create_client(cast.staff, name="Sam’s own")
    assert client in Client.objects.visible_to(actor_for(cast.sam))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "Enter the client’s name."),
        ({"name": "x" * 201}, "It can have 200 characters."),
        ({"name": "Twin", "number": "A-1"}, "Acme Bakery LLC already has the client number A-1."),
    ],
)
def test_wrong_details_come_back_as_a_sentence(cast, fields, sentence):
    Client.objects.filter(pk=cast.acme.pk).update(number="A-1")
    with pytest.raises(ValueError, match=sentence):
        create_client(cast.owner, **fields)
    assert Client.objects.filter(firm=cast.firm).count() == 2


def test_a_number_may_be_the_same_at_another_firm(cast):
    create_client(cast.owner, name="One", number="7")
    create_client(cast.rival_owner, name="Other", number="7")


def test_members_of_another_firm_cant_be_assigned(cast):
    with pytest.raises(ValueError, match="not on the team"):
        create_client(cast.owner, name="Gamma", team=[cast.rita.pk])


def test_a_change_says_what_changed(cast):
    client = update_client(cast.owner, cast.acme, name="Acme Inc", phone="1", tags=["VIP"])
    assert client.renamed_at
    [event] = events(cast.firm, Name.CLIENT_CHANGED)
    assert event.detail == {"name": "Acme Inc", "changed": ["name", "phone", "tags"]}
    assert_true(cast.firm)


def test_changing_nothing_writes_nothing(cast):
    update_client(cast.owner, cast.acme, name="Acme Bakery LLC", tags=[])
    assert not Event.objects.exists()


def test_what_is_not_given_stays(cast):
    update_client(cast.owner, cast.acme, phone="1")
    client = Client.objects.get(pk=cast.acme.pk)
    assert (client.name, client.phone) == ("Acme Bakery LLC", "1")
    assert client.assignments.filter(member_id=cast.sam.pk).exists()


def test_the_responsible_member_is_one_of_the_team(cast):
    client = assign(cast.owner, cast.beta, responsible=cast.sam)
    assert client.responsible == cast.sam
    assert client in Client.objects.visible_to(actor_for(cast.sam))


def test_who_is_taken_off_the_team_no_longer_sees_it(cast):
    assign(cast.owner, cast.acme, responsible=None)
    assert not Client.objects.visible_to(actor_for(cast.sam)).exists()


def test_an_inactive_client_counts_nowhere_and_comes_back_as_it_was(cast):
    client = make_client(cast.firm, "In", ("Ida", "ida@in.example"), portal_people=1, accepted_people=1)
    before = counts.recount(cast.firm.pk)
    deactivate(cast.owner, client)
    deactivate(cast.owner, client)
    assert_true(cast.firm)
    assert Client.objects.get(pk=client.pk).portal_people == 1
    activate(cast.owner, client)
    activate(cast.owner, client)
    assert kept(cast.firm) == before
    assert_true(cast.firm)
    names = [event.name for event in Event.objects.order_by("id")]
    assert names == [Name.CLIENT_DEACTIVATED, Name.CLIENT_ACTIVATED]


@pytest.mark.parametrize("who", ["viewer", "rival_owner"])
@pytest.mark.parametrize("verb", [update_client, deactivate, activate])
def test_whoever_may_not_writes_nothing(cast, who, verb):
    actor = getattr(cast, who)
    if who == "rival_owner":
        assert cast.acme not in Client.objects.visible_to(actor)
        return
    with pytest.raises(Refused):
        verb(actor, cast.acme)
    with pytest.raises(Refused):
        create_client(actor, name="No")
    assert not Event.objects.exists()


def test_scoped_staff_can_t_change_other_clients(cast):
    with pytest.raises(Refused):
        update_client(cast.staff, cast.beta, name="Mine")
