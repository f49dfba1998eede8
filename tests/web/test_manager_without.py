import re

import pytest

from latchstring.clients.actions.create_client import create_client
from latchstring.clients.actions.deactivate import deactivate
from latchstring.portals.actions.invite import Invitee, invite
from tests.cast import make_client
from tests.web.client_kit import browser_of, came_back, count
from tests.web.manager_kit import body, many_clients, mute_client, scoped_manager

URL = "/clients/portals/without/"


def rows(member, **query):
    text = body(browser_of(member).get(URL, query))
    return dict(re.findall(r'aria-label="Select ([^"]+)"( disabled)?', text.split("<tbody>")[-1]))


def test_clients_with_nobody_invited_are_listed_each_with_a_checkbox(cast):
    assert rows(cast.olive) == {"Acme Bakery LLC": "", "Beta Farms": ""}
    assert f'form="pick" name="client" value="{cast.acme.pk}"' in body(browser_of(cast.olive).get(URL))


def test_a_client_leaves_when_its_first_invite_is_queued(cast):
    invite(cast.owner, cast.beta, people=[Invitee("bob@beta.example")])
    assert rows(cast.olive) == {"Acme Bakery LLC": ""}


def test_without_an_email_the_row_says_so_and_offers_the_fix(cast):
    client = mute_client(cast.firm)
    text = body(browser_of(cast.olive).get(URL))
    assert rows(cast.olive)["Birchwood Lane HOA"] == " disabled"
    assert f'aria-describedby="why-{client.pk}"' in text
    assert f'id="why-{client.pk}">No email address.' in text
    assert 'aria-label="Add email for Birchwood Lane HOA"' in text


def test_with_a_dead_address_the_row_offers_to_change_it(cast):
    came_back(cast.firm, "bob@beta.example", days=2)
    assert rows(cast.olive)["Beta Farms"] == " disabled"
    contact = f"/clients/{cast.beta.pk}/contacts/{cast.beta.contacts.get().pk}"
    fix = f"{contact}/email/?next=%2Fclients%2Fportals%2Fwithout%2F"
    assert f'href="{fix}" aria-label="Change email for Beta Farms"' in body(browser_of(cast.olive).get(URL))


def test_without_any_contact_the_fix_adds_one(cast):
    client = make_client(cast.firm, "Empty Shell LLC")
    fix = f'href="/clients/{client.pk}/contacts/new/?next=%2Fclients%2Fportals%2Fwithout%2F" aria-label="Add email for'
    assert fix in body(browser_of(cast.olive).get(URL))


def test_inactive_clients_are_not_offered(cast):
    deactivate(cast.owner, cast.beta)
    assert "Beta Farms" not in rows(cast.olive)


def test_those_that_cannot_be_invited_are_a_list_of_their_own(cast):
    mute_client(cast.firm)
    text = body(browser_of(cast.olive).get(URL))
    assert '<a class="link" href="?blocked=yes">1 can’t be invited yet</a>' in text
    assert 'without/" aria-current="page">Without client portals <span class="count">3</span>' in text
    assert rows(cast.olive, blocked="yes") == {"Birchwood Lane HOA": " disabled"}


def test_select_all_offers_those_with_an_email(cast):
    mute_client(cast.firm)
    many_clients(cast.firm, 60)
    text = body(browser_of(cast.olive).get(URL))
    assert 'data-total="62"' in text
    assert 'data-of="with an email address"' in text


def test_a_search_is_counted_only_when_asked(cast):
    many_clients(cast.firm, 60)
    text = body(browser_of(cast.olive).get(URL, {"team": str(cast.adam.pk)}))
    assert "data-of" not in text
    answer = browser_of(cast.olive).get(URL, {"count": "1"})
    assert answer.json() == {"count": 62}


def test_without_scripts_all_that_match_can_be_posted_as_a_filter(cast):
    many_clients(cast.firm, 60)
    text = body(browser_of(cast.olive).get(URL))
    assert 'name="selection" value="{&quot;mode&quot;: &quot;filter&quot;, &quot;filter&quot;: {}}"' in text


def test_search_and_no_match(cast):
    create_client(cast.owner, name="Gamma Trust")
    assert list(rows(cast.olive, q="gamma")) == ["Gamma Trust"]
    assert "No clients match “zzz”." in body(browser_of(cast.olive).get(URL, {"q": "zzz"}))


def test_everybody_invited(cast):
    for client in (cast.acme, cast.beta):
        invite(cast.owner, client, people=[Invitee(client.contacts.first().email)])
    assert "Every client has been invited" in body(browser_of(cast.olive).get(URL))


def test_scoped_staff_see_only_their_clients(cast):
    assert rows(scoped_manager(cast.sam)) == {"Acme Bakery LLC": ""}


def test_signed_out_other_firm_wrong_role_wrong_method(cast):
    assert browser_of(None).get(URL).status_code == 302
    assert browser_of(cast.rita).get(URL).status_code == 404
    assert browser_of(cast.vic).get(URL).status_code == 403
    assert browser_of(cast.olive).post(URL).status_code == 405


@pytest.mark.parametrize("query", ["", "?q=client", "?sort=-name"])
def test_statements_do_not_grow_with_the_rows(cast, query):
    many_clients(cast.firm, 10)
    few = count(browser_of(cast.olive), URL + query)
    many_clients(cast.firm, 990, start=10)
    assert count(browser_of(cast.olive), URL + query) == few
