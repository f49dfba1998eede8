import pytest
from django.urls import reverse

from latchstring.clients.models import Client, Contact
from latchstring.portals.models import Access, PortalUser
from tests.web.client_kit import ago, browser_of, came_back, let_in


@pytest.fixture
def luis(cast):
    return Contact.objects.get(email="luis@acme.example")


@pytest.fixture
def mute(cast):
    """A contact without an email."""
    return Contact.objects.create(firm=cast.firm, client=cast.acme, name="Mona Acme", first_name="Mona", position=9)


def url(name, contact, client=None):
    return reverse(name, args=[(client or contact.client).pk, contact.pk])


def new(client):
    return reverse("contact-new", args=[client.pk])


def test_a_contact_is_added_and_counted_as_reachable(cast):
    before = Client.objects.get(pk=cast.acme.pk).reachable_contacts
    answer = browser_of(cast.olive).post(
        new(cast.acme), {"name": "Ana Acme", "email": "Ana@Acme.example", "phone": "1"}, follow=True
    )
    assert "Ana Acme added" in answer.content.decode()
    ana = Contact.objects.get(name="Ana Acme")
    assert (ana.email, ana.address) == ("Ana@Acme.example", "ana@acme.example")
    assert Client.objects.get(pk=cast.acme.pk).reachable_contacts == before + 1


@pytest.mark.parametrize(
    "email", ["ana@", "a@b.example, c@d.example", "Ana <ana@acme.example>", "ana@acme", "a\r\nBcc: x@y.example"]
)
def test_an_address_that_is_none_is_refused_and_kept(cast, email):
    answer = browser_of(cast.olive).post(new(cast.acme), {"name": "Ana Acme", "email": email})
    assert answer.status_code == 422
    assert 'value="Ana Acme"' in answer.content.decode()
    assert not Contact.objects.filter(name="Ana Acme").exists()


def test_a_contact_without_a_name_is_refused(cast):
    answer = browser_of(cast.olive).post(new(cast.acme), {"name": "", "email": "ana@acme.example"})
    assert answer.status_code == 422
    assert "Enter a name." in answer.content.decode()
    assert 'value="ana@acme.example"' in answer.content.decode()


def test_name_and_phone_can_be_edited_and_the_email_has_its_own_page(cast, luis):
    browser = browser_of(cast.olive)
    text = browser.get(url("contact-edit", luis)).content.decode()
    assert url("contact-email", luis) in text
    forged = {"email": "x@y.example", "client": str(cast.beta.pk), "firm": str(cast.rival.pk)}
    browser.post(url("contact-edit", luis), {"name": "Luis D. Acme", "phone": "555", **forged})
    luis.refresh_from_db()
    assert (luis.client, luis.firm) == (cast.acme, cast.firm)
    assert (luis.name, luis.phone, luis.email) == ("Luis D. Acme", "555", "luis@acme.example")


def test_add_email_is_the_fix_for_somebody_without_one(cast, mute):
    browser = browser_of(cast.olive)
    text = browser.get(url("contact-email", mute)).content.decode()
    assert "Add email for Mona Acme" in text
    browser.post(url("contact-email", mute), {"email": "mona@acme.example"})
    mute.refresh_from_db()
    assert mute.address == "mona@acme.example"


def test_change_email_of_a_mere_contact_changes_that_contact(cast, luis):
    answer = browser_of(cast.olive).post(url("contact-email", luis), {"email": "luis@new.example"}, follow=True)
    assert "Email saved for Luis Acme" in answer.content.decode()
    luis.refresh_from_db()
    assert luis.address == "luis@new.example"
    assert not PortalUser.objects.exists()


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ({}, ("was invited to the Client Portal and has not come in yet. Every earlier", "a new invite.")),
        ({"accepted_at": ago(days=2)}, ("has access to the Client Portal. The access", "a message.")),
    ],
    ids=["invited", "accepted"],
)
def test_the_page_says_what_becomes_of_an_invite_and_of_an_access(cast, luis, standing, words):
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", **standing)
    text = browser_of(cast.olive).get(url("contact-email", luis)).content.decode()
    assert all(each in text for each in words)


def test_change_email_of_a_portal_user_goes_with_the_access(cast, luis):
    access = let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme")
    browser_of(cast.olive).post(url("contact-email", luis), {"email": "luis@new.example"})
    person = PortalUser.objects.get(pk=access.person_id)
    luis.refresh_from_db()
    assert person.address == luis.address == "luis@new.example"
    assert Access.objects.get(pk=access.pk).removed_at is None


def test_the_page_says_why_an_address_is_inactive(cast, luis):
    came_back(cast.firm, luis.address, days=3)
    text = browser_of(cast.olive).get(url("contact-email", luis)).content.decode()
    assert "Email inactive since" in text
    assert "The mailbox does not exist." in text


@pytest.mark.parametrize("email", ["", "luis@", "a@b.example,c@d.example"])
def test_a_wrong_address_is_refused_and_kept(cast, luis, email):
    answer = browser_of(cast.olive).post(url("contact-email", luis), {"email": email})
    assert answer.status_code == 422
    assert f'value="{email}"' in answer.content.decode() or email == ""
    luis.refresh_from_db()
    assert luis.address == "luis@acme.example"


def test_an_address_that_is_somebody_elses_login_here_is_refused_with_a_sentence(cast, luis):
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme")
    let_in(cast.olive, cast.beta, "bob@beta.example", "Bob Beta")
    answer = browser_of(cast.olive).post(url("contact-email", luis), {"email": "bob@beta.example"})
    assert answer.status_code == 422
    assert 'value="bob@beta.example"' in answer.content.decode()
    luis.refresh_from_db()
    assert luis.address == "luis@acme.example"


@pytest.mark.parametrize("name", ["contact-edit", "contact-email"])
@pytest.mark.parametrize("method", ["get", "post"])
class TestDoors:
    def test_a_contact_of_another_client_is_not_there(self, cast, luis, name, method):
        assert getattr(browser_of(cast.olive), method)(url(name, luis, cast.beta)).status_code == 404

    def test_scoped_staff_find_no_contact_of_others(self, cast, luis, name, method):
        bob = Contact.objects.get(email="bob@beta.example")
        assert getattr(browser_of(cast.sam), method)(url(name, bob)).status_code == 404

    def test_another_firms_contact_is_not_there(self, cast, luis, name, method):
        rosa = Contact.objects.get(email="rosa@rival-client.example")
        assert getattr(browser_of(cast.olive), method)(url(name, rosa)).status_code == 404

    def test_a_viewer_is_refused(self, cast, luis, name, method):
        assert getattr(browser_of(cast.vic), method)(url(name, luis)).status_code == 403

    def test_nobody_is_sent_to_log_in(self, cast, luis, name, method):
        assert getattr(browser_of(None), method)(url(name, luis))["Location"].startswith("/login/")


@pytest.mark.parametrize("name", ["contact-edit", "contact-email"])
def test_other_methods_are_wrong(cast, luis, name):
    assert browser_of(cast.olive).put(url(name, luis)).status_code == 405


def test_the_doors_of_adding(cast):
    assert browser_of(cast.vic).post(new(cast.acme), {"name": "Ana"}).status_code == 403
    assert browser_of(cast.sam).get(new(cast.beta)).status_code == 404
    assert browser_of(cast.olive).get(new(cast.rival_client)).status_code == 404
    assert browser_of(None).get(new(cast.acme))["Location"].startswith("/login/")
    assert browser_of(cast.olive).put(new(cast.acme)).status_code == 405
