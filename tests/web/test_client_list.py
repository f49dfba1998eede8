import pytest
from django.urls import reverse

from latchstring.clients.actions.create_client import create_client
from latchstring.clients.actions.deactivate import deactivate
from latchstring.clients.models import Assignment, Client
from latchstring.clients.search import refresh
from tests.cast import make_client
from tests.web.client_kit import browser_of, count

URL = "/clients/"


def page(member, **query):
    return browser_of(member).get(URL, query).content.decode()


def test_every_client_of_the_firm_is_listed_with_its_contact(cast):
    text = page(cast.olive)
    assert "Acme Bakery LLC" in text
    assert "Beta Farms" in text
    assert "carla@acme.example" in text
    assert "Rival Client" not in text


def test_scoped_staff_see_and_count_only_their_clients(cast):
    text = page(cast.sam)
    assert "Acme Bakery LLC" in text
    assert "Beta Farms" not in text
    assert "1 client<" in text
    refresh([cast.acme.pk, cast.beta.pk])
    assert ("Acme Bakery LLC" in page(cast.sam, q="acme"), "Beta" in page(cast.sam, q="beta")) == (True, False)


def test_search_finds_by_contact_and_email(cast):
    cast.beta.refresh_from_db()
    fresh = create_client(cast.owner, name="Gamma Trust")
    text = page(cast.olive, q="gamma")
    assert fresh.name in text
    assert "Acme" not in text


def test_a_search_without_a_match_offers_to_clear_it(cast):
    text = page(cast.olive, q="okaf")
    assert "No clients match “okaf”." in text
    assert "Clear search" in text


def test_team_tag_and_state_narrow(cast):
    gamma = create_client(cast.owner, name="Gamma Trust", responsible=cast.adam, tags=["payroll"])
    deactivate(cast.owner, cast.beta)
    assert "Gamma Trust" in page(cast.olive, team=str(cast.adam.pk))
    assert "Acme" not in page(cast.olive, team=str(cast.adam.pk))
    assert "Gamma Trust" in page(cast.olive, tag="payroll")
    assert "Acme" not in page(cast.olive, tag="payroll")
    assert "Beta Farms" not in page(cast.olive)
    inactive = page(cast.olive, show="inactive")
    assert "Beta Farms" in inactive
    assert gamma.name not in inactive
    assert "Beta Farms" in page(cast.olive, show="all")


def test_names_sort_both_ways(cast):
    down, up = page(cast.olive), page(cast.olive, sort="-name")
    assert down.index("Acme Bakery") < down.index("Beta Farms")
    assert up.index("Beta Farms") < up.index("Acme Bakery")


def test_an_address_that_makes_no_sense_shows_the_plain_list(cast):
    text = page(cast.olive, show="x", team="y", sort="z", cursor="%%%")
    assert "Acme Bakery LLC" in text


def test_pages_lead_to_every_client_once(cast):
    Client.objects.bulk_create(
        Client(firm=cast.firm, name=f"Client {n:03}", sort_name=f"client {n % 7}") for n in range(120)
    )
    browser, url, seen = browser_of(cast.olive), URL, []
    while url:
        answer = browser.get(url)
        seen += [row.pk for row in answer.context["page"].rows]
        url = URL + answer.context["next_url"] if answer.context["page"].next else ""
    assert len(seen) == len(set(seen)) == 122


def test_a_page_past_the_end_leads_back(cast):
    Client.objects.bulk_create(Client(firm=cast.firm, name=f"Z {n}", sort_name=f"z {n:03}") for n in range(60))
    cursor = browser_of(cast.olive).get(URL).context["page"].next
    Client.objects.filter(firm=cast.firm, sort_name__startswith="z ").delete()
    assert "Go to the first page" in page(cast.olive, cursor=cursor)


def test_a_firm_without_clients_is_offered_import_and_add(cast):
    Client.objects.filter(firm=cast.firm).delete()
    text = page(cast.olive)
    assert "There are no clients yet." in text
    assert "Import clients" in text
    assert "Add client" in text


def test_scoped_staff_without_clients_are_told_so(cast):
    Assignment.objects.filter(member_id=cast.sam.pk).delete()
    text = page(cast.sam)
    assert "No clients are assigned to you yet." in text
    assert "Import" not in text


def test_a_viewer_is_offered_neither_import_nor_new(cast):
    text = page(cast.vic)
    assert "Add client" not in text
    assert reverse("import") not in text


def test_staff_who_may_not_import_are_not_offered_it(cast):
    text = page(cast.sam)
    assert "Add client" in text
    assert reverse("import") not in text


def test_nobody_is_sent_to_log_in(cast):
    answer = browser_of(None).get(URL)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_posting_is_the_wrong_method(cast):
    assert browser_of(cast.olive).post(URL).status_code == 405


def test_names_are_escaped(cast):
    make_client(cast.firm, "<b>Bold</b> & Co", ("<i>Ida</i>", "ida@bold.example"))
    text = page(cast.olive)
    assert "<b>Bold</b>" not in text
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; Co" in text
    assert "<i>Ida</i>" not in text


@pytest.mark.parametrize("who", ["olive", "sam"])
def test_the_list_costs_the_same_for_ten_and_for_a_thousand(cast, who):
    member = getattr(cast, who)
    few = count(browser_of(member), URL)
    rows = Client.objects.bulk_create(
        Client(firm=cast.firm, name=f"C {n}", sort_name=f"c {n}", responsible=cast.adam) for n in range(1000)
    )
    Assignment.objects.bulk_create(Assignment(firm=cast.firm, client=row, member_id=cast.sam.pk) for row in rows)
    assert count(browser_of(member), URL) == few
