"""Where the team starts: who is waiting, and what happened lately, each to what they can see."""

import re

import pytest

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record, record_many
from latchstring.clients.models import Counts
from latchstring.kernel import clock
from latchstring.portals.models import PortalUser
from latchstring.web.firm.home import activity
from tests.web.client_kit import browser_of, count, let_in


def words(html):
    return " ".join(html.replace("<", " <").split())


def happened(actor, client, times=1, what=Name.CLIENT_CHANGED, **detail):
    for _ in range(times):
        record(actor, what, Entry(client_id=client.pk, detail=detail))


def test_the_owner_sees_who_is_waiting_as_links_to_the_lists(cast):
    let_in(cast.olive, cast.acme, "carla@acme.example", "Carla")
    bob = let_in(cast.olive, cast.beta, "bob@beta.example", "Bob").person
    PortalUser.objects.filter(pk=bob.pk).update(email_inactive_at=clock.now())
    html = words(browser_of(cast.olive).get("/home/").content.decode())
    assert 'href="/clients/portals/?show=invited">2 <span>invited, not accepted yet' in html
    assert 'href="/clients/portals/?show=inactive">1 <span>with an inactive email' in html
    assert "0 <span>clients not invited" in html


def test_scoped_staff_see_the_figures_of_their_clients_and_no_links_they_may_not_follow(cast):
    let_in(cast.olive, cast.acme, "carla@acme.example", "Carla")
    html = words(browser_of(cast.sam).get("/home/").content.decode())
    assert "1 <span>invited, not accepted yet" in html
    assert "0 <span>clients not invited" in html
    assert "/clients/portals/" not in html
    assert "/settings/" not in html


def test_activity_is_what_each_can_see(cast):
    happened(cast.owner, cast.acme)
    happened(cast.owner, cast.beta, what=Name.INVITE_SENT, name="Bob of Beta")
    happened(cast.rival_owner, cast.rival_client)
    olive, sam = (browser_of(member).get("/home/").content.decode() for member in (cast.olive, cast.sam))
    assert "Bob of Beta" in olive
    assert "Beta Farms" in olive
    assert "Bob of Beta" not in sam
    assert "Beta Farms" not in sam
    assert "Acme Bakery LLC" in sam
    assert "Rival" not in olive


def test_a_run_of_equal_things_is_one_line(cast):
    happened(cast.owner, cast.acme, 30, Name.INVITE_SENT, name="Luis")
    html = browser_of(cast.olive).get("/home/").content.decode()
    assert "· 29 more like this" in html
    assert html.count("<b>Luis</b>") == 1


def test_behind_a_long_run_is_what_happened_before_it(cast, monkeypatch):
    happened(cast.owner, cast.beta)
    entries = [Entry(client_id=cast.acme.pk, detail={"name": "Luis"})] * 250
    record_many(cast.owner, Name.INVITE_SENT, entries)
    html = browser_of(cast.olive).get("/home/").content.decode()
    assert "· 249 more like this" in html
    assert "Beta Farms" in html
    monkeypatch.setattr(activity, "_WINDOWS", (50, 60))
    html = browser_of(cast.olive).get("/home/").content.decode()
    assert "· many more like this" in html
    assert html.count("more like this") == 1


def test_an_empty_firm_is_told_where_to_begin(cast):
    assert "No clients yet" not in browser_of(cast.olive).get("/home/").content.decode()
    Counts.objects.filter(firm=cast.firm).update(clients=0)
    html = browser_of(cast.olive).get("/home/").content.decode()
    assert "No clients yet" in html
    assert 'href="/clients/import/"' in html


def test_the_number_of_statements_stays(cast):
    happened(cast.owner, cast.acme)
    few = count(browser_of(cast.olive), "/home/")
    for client in (cast.acme, cast.beta) * 40:
        happened(cast.owner, client)
    assert count(browser_of(cast.olive), "/home/") == few


@pytest.mark.parametrize("who", ["olive", "adam", "sam", "vic"])
def test_the_navigation_offers_what_each_may_open(cast, who):
    member = getattr(cast, who)
    browser = browser_of(member)
    html = browser.get("/home/").content.decode()
    manages = who in ("olive", "adam")
    assert ("Manage Client Portals" in html) is manages
    assert ('href="/settings/"' in html) is manages
    assert (browser.get("/settings/").status_code == 200) is manages
    assert 'aria-current="page"' in html
    assert f'All clients <span class="count">{1 if who == "sam" else 2}</span>' in html
    for absent in ("Requests", "Invoices"):
        assert absent not in html


def test_under_clients_are_all_clients_and_the_manager(cast):
    html = browser_of(cast.olive).get("/home/").content.decode()
    bar = html[html.index('aria-label="Global"') : html.index("</nav>")]
    assert "Home Clients All clients 2 Manage Client Portals Files" in " ".join(re.sub("<[^>]+>", " ", bar).split())
    under = bar.partition('<div class="nav-sub">')[2].partition("</div>")[0]
    links = re.findall(r'href="([^"]+)"[^>]*>([^<]+)', under)
    assert links == [("/clients/", "All clients "), ("/clients/portals/", "Manage Client Portals")]


def test_help_explains_the_screens_that_each_may_use(cast):
    assert "Include a personalized message" in browser_of(cast.olive).get("/help/").content.decode()
    assert "Without client portals" not in browser_of(cast.vic).get("/help/").content.decode()
