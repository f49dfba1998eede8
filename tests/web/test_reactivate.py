"""The pages of Reactivate, and where they are reached from."""

from latchstring.clients.models import Contact
from latchstring.mail.models import AddressState
from latchstring.portals.project import addresses_changed
from tests.portals.people import accepted, kill
from tests.web.client_kit import browser_of, let_in
from tests.web.manager_kit import body

ADDRESS = "carla@acme.example"


def dead_carla(cast):
    person = let_in(cast.olive, cast.acme, ADDRESS, "Carla Acme").person
    kill(cast.firm, ADDRESS)
    addresses_changed(cast.firm.pk, [ADDRESS])
    return person


def test_reactivate_is_offered_where_the_email_is_inactive(cast):
    person = dead_carla(cast)
    contact = Contact.objects.get(address=ADDRESS)
    olive = browser_of(cast.olive)
    assert f"/emails/people/{person.pk}/reactivate/" in body(olive.get("/clients/portals/"))
    page = body(olive.get(f"/clients/portals/users/{person.pk}/"))
    assert f"/emails/people/{person.pk}/reactivate/" in page
    assert f"/users/{person.pk}/resend/" not in page  # it would be refused
    assert f"/emails/contacts/{contact.pk}/reactivate/" in body(olive.get(f"/clients/{cast.acme.pk}/"))
    assert f"/emails/contacts/{contact.pk}/reactivate/" in body(olive.get(f"/clients/{cast.acme.pk}/portal/"))


def test_a_reason_brings_it_back_and_none_keeps_the_page(cast):
    person = dead_carla(cast)
    url = f"/emails/people/{person.pk}/reactivate/"
    sam = browser_of(cast.sam)
    assert "Why does it work now?" in body(sam.get(url))
    answer = sam.post(url, {"reason": ""})
    assert answer.status_code == 422
    assert "Write why this address works now." in body(answer)
    assert sam.post(url, {"reason": "Called her.", "next": "https://evil.example/"})["Location"].endswith(
        f"/users/{person.pk}/"
    )
    assert AddressState.objects.get().inactive_since is None
    assert "There is nothing to reactivate." in body(sam.get(url))


def test_a_client_who_is_logged_in_is_told(cast):
    carla, page = accepted(cast.owner, cast.acme).user, f"/portal/{cast.acme.pk}/"
    kill(cast.firm, ADDRESS)
    addresses_changed(cast.firm.pk, [ADDRESS])
    assert "Our emails to carla@acme.example come back to us" in body(browser_of(carla).get(page))
    AddressState.objects.update(inactive_since=None)
    addresses_changed(cast.firm.pk, [ADDRESS])
    assert "come back to us" not in body(browser_of(carla).get(page))
