"""A firm's own domain: found by real DNS, used for links once it is proven, and open to this firm only."""

import pytest
from django.test import Client as Browser

from latchstring.audit.models import Event
from latchstring.firms import dns
from latchstring.firms.actions.check_domain import check_domain
from latchstring.firms.models import Domain, Finding, Firm
from latchstring.mail.models import Message
from latchstring.mail.ready import Press
from latchstring.portals.actions.invite import Invitee, invite
from tests.web import client_kit

PAGE, HOST, OURS = "/settings/domain/", "clients.alder.example", "portal.latch.example"


@pytest.fixture(autouse=True)
def our_address(settings):
    settings.BASE_URL, settings.BASE_HOST = f"https://{OURS}", OURS


@pytest.fixture
def domain(cast):
    return Domain.objects.create(firm=cast.firm, host=HOST)


def browser_of(member):
    browser = client_kit.browser_of(member)
    browser.defaults["SERVER_NAME"] = OURS
    return browser


def right(domain):
    return {(domain.host, "CNAME"): [f"{OURS}."], (dns.proof_name(domain.host), "TXT"): [f'"{domain.code}"']}


def check(cast, domain):
    browser = browser_of(cast.olive)
    assert browser.post(f"{PAGE}{domain.pk}/check/").headers["Location"] == PAGE
    return " ".join(browser.get(PAGE).content.decode().split())


def base_url(cast):
    return Firm.objects.get(pk=cast.firm.pk).base_url


def test_the_owner_adds_a_name_and_sees_both_records_to_make(cast):
    browser = browser_of(cast.olive)
    assert browser.post(PAGE, {"host": " https://Clients.Alder.example/ "}).headers["Location"] == PAGE
    domain, text = Domain.objects.get(), browser.get(PAGE).content.decode()
    assert domain.host == HOST
    for value in (HOST, OURS, f"_latchstring.{HOST}", domain.code):
        assert f'value="{value}" readonly' in text
    assert Event.objects.get(name="domain.added").detail == {"name": HOST}
    assert base_url(cast) == f"https://{OURS}"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the name"),
        ("alder", "can’t be reached from the internet"),
        ("10.0.0.7", "can’t be reached from the internet"),
        ("office.local", "can’t be reached from the internet"),
        ("clients.alder.example/portal", "Leave out paths and ports."),
        ("clients.alder.example:8000", "Leave out paths and ports."),
        ("-a.example", "Leave out paths and ports."),
        ("a" * 64 + ".example", "Leave out paths and ports."),
        ("clients.alder.example\r\nX: y", "Leave out paths and ports."),
        ("ä\u0308\u200e.example", "is not a name"),
        (OURS, "the address that your portal has already"),
    ],
)
def test_what_can_not_be_a_domain_is_explained_and_nothing_is_kept(cast, typed, sentence):
    answer = browser_of(cast.olive).post(PAGE, {"host": typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Domain.objects.exists()


def test_a_name_in_other_letters_is_kept_as_the_dns_writes_it(cast):
    browser_of(cast.olive).post(PAGE, {"host": "Käufer.Example"})
    assert Domain.objects.get().host == "xn--kufer-gra.example"


@pytest.mark.parametrize(
    ("records", "finding", "sentence"),
    [
        ({}, Finding.MISSING, f"no record for {HOST}"),
        ({(HOST, "CNAME"): ["shop.elsewhere.example."]}, Finding.ELSEWHERE, "elsewhere, to shop.elsewhere.example."),
        ({(HOST, "A"): ["192.0.2.9"], (OURS, "A"): ["192.0.2.1"]}, Finding.ELSEWHERE, "elsewhere, to 192.0.2.9."),
        ({(HOST, "CNAME"): [f"{OURS}."]}, Finding.UNPROVEN, "Only the TXT record is not found yet."),
        ({(HOST, "A"): ["192.0.2.1"], (OURS, "A"): ["192.0.2.1"]}, Finding.UNPROVEN, "Only the TXT record"),
    ],
)
def test_what_the_name_servers_say_is_said_and_changes_no_link(cast, domain, name_server, records, finding, sentence):
    name_server.records = records
    assert sentence in check(cast, domain)
    assert Domain.objects.get().finding == finding
    assert base_url(cast) == f"https://{OURS}"
    assert Browser().get("/login/", headers={"host": HOST}).status_code == 400


def test_silent_name_servers_take_nothing_away(cast, domain, name_server, monkeypatch):
    name_server.records = right(domain)
    check_domain(cast.owner, domain.pk)
    monkeypatch.setattr(dns, "PATIENCE", 0.2)
    name_server.records = None
    assert "did not answer" in check(cast, domain)
    assert base_url(cast) == f"https://{HOST}"


def test_proven_it_is_used_in_emails_and_leads_to_this_firm(cast, domain, name_server):
    name_server.records = right(domain)
    assert "Works since" in check(cast, domain)
    invite(cast.owner, cast.acme, people=[Invitee("carla@acme.example", "Carla")])
    [mail] = Press().mails(domain.pk, list(Message.objects.all()))
    assert mail.fields["link"].startswith(f"https://{HOST}/i/")
    page = Browser().get("/login/", headers={"host": HOST}, secure=True)
    assert "Log in · Alder &amp; Pike" in page.content.decode()
    assert Event.objects.get(name="domain.verified").detail == {"name": HOST}


def test_there_another_firms_login_finds_nothing(cast, domain, name_server):
    name_server.records = right(domain)
    check_domain(cast.owner, domain.pk)
    rita, olive = browser_of(cast.rita), browser_of(cast.olive)
    for url in ("/home/", "/clients/", f"/clients/{cast.rival_client.pk}/", f"/clients/{cast.acme.pk}/", "/portal/"):
        assert rita.get(url, headers={"host": HOST}).status_code == 404, url
    assert olive.get("/clients/", headers={"host": HOST}).status_code == 200
    assert olive.get(f"/clients/{cast.rival_client.pk}/", headers={"host": HOST}).status_code == 404


def test_a_name_that_leads_away_again_is_used_no_more(cast, domain, name_server):
    name_server.records = right(domain)
    check_domain(cast.owner, domain.pk)
    name_server.records = {(HOST, "CNAME"): ["elsewhere.example."]}
    check_domain(cast.owner, domain.pk)
    assert base_url(cast) == f"https://{OURS}"
    assert Browser().get("/login/", headers={"host": HOST}).status_code == 400
    assert Event.objects.get(name="domain.lost").detail == {"name": HOST}


def test_a_name_of_another_firm_is_not_taken_by_its_cname_nor_by_its_code(cast, domain, name_server):
    theirs = Domain.objects.create(firm=cast.rival, host=HOST)
    name_server.records = right(domain)
    assert check_domain(cast.rival_owner, theirs.pk).finding == Finding.UNPROVEN
    check_domain(cast.owner, domain.pk)
    name_server.records = right(theirs)
    assert check_domain(cast.rival_owner, theirs.pk).finding == Finding.TAKEN
    assert Firm.objects.get(pk=cast.rival.pk).base_url == f"https://{OURS}"


def test_a_host_header_makes_no_link_and_proves_nothing(cast, domain):
    answer = browser_of(cast.olive).get(PAGE, headers={"host": HOST})
    assert answer.status_code == 400
    assert base_url(cast) == f"https://{OURS}"


def test_removed_it_is_gone_at_once(cast, domain, name_server):
    name_server.records = right(domain)
    check_domain(cast.owner, domain.pk)
    browser = browser_of(cast.olive)
    assert "stop working" in browser.get(f"{PAGE}{domain.pk}/remove/").content.decode()
    assert Domain.objects.exists()
    assert browser.post(f"{PAGE}{domain.pk}/remove/").headers["Location"] == PAGE
    assert (Domain.objects.exists(), base_url(cast)) == (False, f"https://{OURS}")
    assert Event.objects.get(name="domain.removed").detail == {"name": HOST}


def test_an_installation_without_a_name_says_so(cast, settings):
    settings.BASE_URL, settings.BASE_HOST = "http://127.0.0.1:8000", "127.0.0.1"
    text = client_kit.browser_of(cast.olive).get(PAGE, headers={"host": "localhost"}).content.decode()
    assert "LATCHSTRING_BASE_URL" in text
    assert 'name="host"' not in text
