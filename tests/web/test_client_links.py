"""Linked clients on the record, and their people in the Client Portal window."""

from django.urls import reverse

from latchstring.clients import search
from latchstring.clients.actions.deactivate import deactivate
from latchstring.clients.actions.link_clients import link_clients
from latchstring.clients.models import Contact, Link
from latchstring.portals.models import Access
from tests.web.client_kit import browser_of, came_back, let_in


def window(member, client):
    return browser_of(member).get(reverse("portal-window", args=[client.pk])).content.decode()


def test_a_client_is_found_and_linked(cast):
    url, olive = reverse("client-link", args=[cast.acme.pk]), browser_of(cast.olive)
    search.refresh([cast.acme.pk, cast.beta.pk])
    assert "Beta Farms" in olive.get(url, {"q": "beta"}).content.decode()
    assert "No other clients match" in olive.get(url, {"q": "nobody at all"}).content.decode()
    answer = olive.post(url, {"q": "beta", "other": cast.beta.pk, "relation": "Spouse or partner"})
    assert answer.status_code == 302
    assert "Beta Farms" in olive.get(reverse("client", args=[cast.acme.pk])).content.decode()
    link = Link.objects.get(client=cast.acme)
    olive.post(reverse("client-unlink", args=[cast.acme.pk, link.pk]))
    assert not Link.objects.exists()


def test_nothing_chosen_is_said_and_kept(cast):
    search.refresh([cast.acme.pk, cast.beta.pk])
    url = reverse("client-link", args=[cast.acme.pk])
    answer = browser_of(cast.olive).post(url, {"q": "beta", "relation": "Same family"})
    assert answer.status_code == 422
    assert "Choose the client to link to." in answer.content.decode()
    assert 'value="Same family"' in answer.content.decode()


def test_people_of_a_linked_client_can_be_let_in(cast):
    assert "bob@beta.example" not in window(cast.olive, cast.acme)
    link_clients(cast.owner, cast.acme, cast.beta, relation="Spouse or partner")
    assert "bob@beta.example, from Beta Farms" in window(cast.olive, cast.acme)
    bob = Contact.objects.get(client=cast.beta)
    answer = browser_of(cast.olive).post(reverse("portal-window", args=[cast.acme.pk]), {"to": str(bob.pk)})
    assert answer.status_code == 302
    assert Access.objects.get().client == cast.acme
    assert Access.objects.get().person.name == "Bob Beta"
    assert "from Beta Farms" not in window(cast.olive, cast.acme)


def test_a_linked_person_who_is_in_already_or_came_back_is_not_offered_in_vain(cast):
    link_clients(cast.owner, cast.acme, cast.beta, relation="")
    came_back(cast.firm, "bob@beta.example", days=1)
    assert "disabled" in window(cast.olive, cast.acme)


def test_scoped_staff_see_no_people_of_clients_that_are_not_theirs(cast):
    link_clients(cast.owner, cast.acme, cast.beta, relation="")
    assert "Beta" not in window(cast.sam, cast.acme)
    assert "Beta" not in browser_of(cast.sam).get(reverse("client", args=[cast.acme.pk])).content.decode()


def test_people_of_an_archived_client_are_not_offered(cast):
    link_clients(cast.owner, cast.acme, cast.beta, relation="")
    deactivate(cast.owner, cast.beta)
    assert "bob@beta.example" not in window(cast.olive, cast.acme)


def test_somebody_of_both_is_one_line(cast):
    link_clients(cast.owner, cast.acme, cast.beta, relation="")
    let_in(cast.olive, cast.acme, "bob@beta.example", "Bob Beta")
    assert window(cast.olive, cast.acme).count('data-address="bob@beta.example"') == 1
