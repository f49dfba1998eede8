import pytest

from latchstring.audit.names import Name
from latchstring.clients.actions.merge_contacts import Wanted, merge_contacts
from latchstring.clients.actions.remove_contact import remove_contact
from latchstring.clients.actions.restore_contact import restore_contact
from latchstring.clients.actions.update_contact import update_contact
from latchstring.clients.models import Client, Contact, Note
from latchstring.kernel.ids import uuid7
from latchstring.policy.actor import Refused
from latchstring.portals.models import Access
from latchstring.web.firm.clients.people import people_of
from tests.clients.truth import assert_true, events
from tests.web.client_kit import ago, let_in


@pytest.fixture
def two(cast):
    Contact.objects.filter(client=cast.acme, name="Luis Acme").update(phone="555-1")
    return list(Contact.objects.filter(client=cast.acme))


def test_one_contact_stays_and_nothing_of_the_other_is_lost(cast, two):
    carla, luis = two
    merge_contacts(cast.owner, carla, luis, wanted=Wanted("Carla Acme", "luis@acme.example", "555-1"))
    [kept] = Contact.objects.filter(client=cast.acme)
    assert (kept.pk, kept.name, kept.address, kept.phone) == (carla.pk, "Carla Acme", "luis@acme.example", "555-1")
    [note] = Note.objects.filter(client=cast.acme)
    assert "Luis Acme" in note.text
    assert "carla@acme.example" in note.text
    [event] = events(cast.firm, Name.CONTACTS_MERGED)
    assert [one["name"] for one in event.detail["was"]] == ["Carla Acme", "Luis Acme"]
    assert_true(cast.firm)


def test_access_stays_with_its_address_whichever_is_kept(cast, two):
    carla, luis = two
    access = let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", accepted_at=ago(days=1))
    merge_contacts(cast.owner, carla, luis, wanted=Wanted("Carla Acme", "carla@acme.example", ""))
    assert Access.objects.get(pk=access.pk).removed_at is None
    lines = {line.email: line for line in people_of(cast.owner, cast.acme)}
    assert lines["luis@acme.example"].is_in
    assert lines["luis@acme.example"].contact is None


def test_the_contact_that_takes_the_address_is_the_portal_user(cast, two):
    carla, luis = two
    access = let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", accepted_at=ago(days=1))
    merge_contacts(cast.owner, carla, luis, wanted=Wanted("Luis Acme", "luis@acme.example", ""))
    [line] = people_of(cast.owner, cast.acme)
    assert (line.access.pk, line.contact.pk) == (access.pk, carla.pk)


def test_contacts_of_two_clients_cant_be_merged(cast, two):
    bob = Contact.objects.get(client=cast.beta)
    with pytest.raises(ValueError, match="another contact of this client"):
        merge_contacts(cast.owner, two[0], bob, wanted=Wanted("Bob", "", ""))
    with pytest.raises(ValueError, match="another contact of this client"):
        merge_contacts(cast.owner, two[0], two[0], wanted=Wanted("Bob", "", ""))
    assert Contact.objects.filter(pk=bob.pk).exists()


def test_a_bad_address_leaves_both(cast, two):
    with pytest.raises(ValueError, match="email"):
        merge_contacts(cast.owner, *two, wanted=Wanted("Carla", "carla", ""))
    assert Contact.objects.filter(client=cast.acme).count() == 2


def test_a_viewer_is_refused(cast, two):
    with pytest.raises(Refused):
        merge_contacts(cast.viewer, *two, wanted=Wanted("Carla", "", ""))
    with pytest.raises(Refused):
        remove_contact(cast.viewer, two[0])


def test_a_removed_contact_leaves_true_figures_and_one_line_in_the_log(cast, two):
    for _ in range(2):
        remove_contact(cast.owner, two[1])
    [event] = events(cast.firm, Name.CONTACT_REMOVED)
    assert event.detail["email"] == "luis@acme.example"
    assert_true(cast.firm)


def test_a_removed_contact_comes_back_as_it_was_and_once(cast, two):
    update_contact(cast.owner, two[0], name="Dr. Carla Acme", phone="555", relation="Owner")
    before = Contact.objects.filter(pk=two[0].pk).values().get()
    remove_contact(cast.owner, two[0])
    for _ in range(2):
        restore_contact(cast.owner, cast.acme, two[0].pk)
    after = Contact.objects.filter(pk=two[0].pk).values().get()
    assert after == before
    assert [each.pk for each in Contact.objects.filter(client=cast.acme)] == [one.pk for one in two]
    assert len(events(cast.firm, Name.CONTACT_RESTORED)) == 1
    assert_true(cast.firm)


def test_a_removed_contact_is_nowhere_to_be_found(cast, two):
    remove_contact(cast.owner, two[0])
    assert two[0].pk not in {each.pk for each in cast.acme.contacts.all()}
    assert not Contact.objects.visible_to(cast.owner).filter(address=two[0].address).exists()
    [client] = Client.objects.filter(pk=cast.acme.pk).prefetch_related("contacts")
    assert [each.pk for each in client.contacts.all()] == [two[1].pk]
    assert Contact.everybody.get(pk=two[0].pk).removed_at


def test_a_contact_of_another_client_or_never_removed_does_not_come_back_here(cast, two):
    remove_contact(cast.owner, two[0])
    assert restore_contact(cast.owner, cast.beta, two[0].pk) is None
    assert restore_contact(cast.owner, cast.acme, uuid7()) is None
    with pytest.raises(Refused):
        restore_contact(cast.viewer, cast.acme, two[0].pk)
    assert not Contact.objects.filter(pk=two[0].pk).exists()
