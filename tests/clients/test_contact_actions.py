"""Add and change the people of a client."""

import pytest

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.clients.actions.add_contact import add_contact
from latchstring.clients.actions.set_contact_email import set_contact_email
from latchstring.clients.actions.update_contact import update_contact
from latchstring.clients.models import Client, Contact
from latchstring.clients.search import matching
from latchstring.kernel import clock
from latchstring.kernel.addresses import BadAddress
from latchstring.mail.models import AddressState
from latchstring.policy.actor import Refused
from tests.cast import make_client
from tests.clients.truth import assert_true, events, kept


@pytest.fixture
def empty(cast):
    return make_client(cast.firm, "Empty")


def test_what_would_turn_a_name_around_is_left_out_of_it(cast, empty):
    contact = add_contact(cast.owner, empty, name="Eve\u202e smadA\u200b \u05e9\u05dc\u05d5\u05dd")
    assert contact.name == "Eve smadA \u05e9\u05dc\u05d5\u05dd"


def test_the_first_contact_makes_a_client_reachable(cast, empty):
    contact = add_contact(cast.owner, empty, name="Eve Adams", email=" Eve@Empty.example ")
    assert (contact.first_name, contact.email, contact.address) == ("Eve", "Eve@Empty.example", "eve@empty.example")
    assert kept(cast.firm)["clients_reachable"] == 3
    assert [event.subject_id for event in events(cast.firm, Name.CONTACT_CREATED)] == [contact.pk]
    assert_true(cast.firm)


def test_contacts_keep_their_order(cast):
    new = add_contact(cast.owner, cast.acme, name="Third")
    assert [contact.name for contact in cast.acme.contacts.all()] == ["Carla Acme", "Luis Acme", "Third"]
    assert new.position == 2


def test_an_address_that_came_back_does_not_make_reachable(cast, empty):
    AddressState.objects.create(firm=cast.firm, address="eve@empty.example", inactive_since=clock.now())
    add_contact(cast.owner, empty, name="Eve", email="eve@empty.example")
    assert Client.objects.get(pk=empty.pk).reachable_contacts == 0
    assert_true(cast.firm)


def test_a_bad_address_is_refused_with_its_sentence_and_writes_nothing(cast):
    contact = cast.beta.contacts.get()
    with pytest.raises(BadAddress, match="one email address"):
        set_contact_email(cast.owner, contact, "a@b.example, c@d.example")
    assert Contact.objects.get(pk=contact.pk).address == "bob@beta.example"
    assert not Event.objects.exists()


def test_a_new_address_is_found_and_counted(cast):
    contact = set_contact_email(cast.staff, cast.acme.contacts.first(), "new@acme.example")
    assert list(matching("new@acme").values_list("client_id", flat=True)) == [cast.acme.pk]
    [event] = events(cast.firm, Name.CONTACT_CHANGED)
    assert (event.detail["from"], event.detail["to"]) == ("carla@acme.example", "new@acme.example")
    set_contact_email(cast.owner, contact, "new@acme.example")
    assert len(events(cast.firm, Name.CONTACT_CHANGED)) == 1
    assert_true(cast.firm)


def test_taking_the_last_address_away_makes_a_client_unreachable(cast):
    set_contact_email(cast.owner, cast.beta.contacts.get(), "")
    assert kept(cast.firm)["clients_reachable"] == 1
    assert_true(cast.firm)


def test_a_name_is_changed_and_nothing_else(cast):
    contact = update_contact(cast.owner, cast.beta.contacts.get(), name="Robert Beta")
    assert (contact.first_name, contact.address) == ("Robert", "bob@beta.example")
    assert events(cast.firm, Name.CONTACT_CHANGED)[0].detail == {"name": "Robert Beta", "changed": ["name"]}
    assert_true(cast.firm)


def test_a_contact_needs_a_name(cast):
    with pytest.raises(ValueError, match="Enter the contact’s name"):
        add_contact(cast.owner, cast.acme, name=" ")


def test_whoever_may_not_is_refused(cast):
    contact = cast.beta.contacts.get()
    for actor in (cast.viewer, cast.staff):
        with pytest.raises(Refused):
            add_contact(actor, cast.beta, name="No")
        with pytest.raises(Refused):
            update_contact(actor, contact, name="No")
        with pytest.raises(Refused):
            set_contact_email(actor, contact, "no@beta.example")
    assert not Event.objects.exists()
