"""Which firm a host name leads to, and that nothing is ever made from one."""

import pytest
from django.test import Client as Browser
from django.test import override_settings

from latchstring.firms.models import Branding, Domain, Firm
from latchstring.kernel import clock


def colour_at(host):
    return Browser().get("/brand.css", headers={"host": host})


@pytest.fixture
def colours(cast):
    Branding.objects.create(firm=cast.firm, colour="#111111")
    Branding.objects.create(firm=cast.rival, colour="#222222")
    Domain.objects.create(firm=cast.rival, host="clients.rival.example", verified_at=clock.now())


@pytest.mark.parametrize("host", ["testserver", "localhost", "localhost:8000", "127.0.0.1:8000", "TESTSERVER"])
def test_our_own_names_lead_to_the_first_firm(colours, host):
    assert b"#111111" in colour_at(host).content


@pytest.mark.parametrize("host", ["clients.rival.example", "Clients.Rival.Example:443", "clients.rival.example."])
def test_a_firms_domain_leads_to_that_firm(colours, host):
    assert b"#222222" in colour_at(host).content


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "testserver.evil.example",
        "evil.example:80",
        "a b",
        "",
        "[::ffff]x",
        "clients.rival.example@evil",
    ],
)
def test_any_other_host_is_refused(colours, host):
    answer = colour_at(host)
    assert answer.status_code == 400
    assert b"There is no portal at this address" in answer.content
    assert b"evil" not in answer.content


def test_a_removed_domain_stops_at_once(colours):
    Domain.objects.all().delete()
    assert colour_at("clients.rival.example").status_code == 400


def test_an_unknown_path_on_an_unknown_host_sets_no_cookie(colours):
    answer = Browser().get("/login/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert not answer.cookies


def test_forwarded_hosts_are_ignored(colours):
    answer = Browser().get("/brand.css", headers={"x-forwarded-host": "clients.rival.example"})
    assert b"#111111" in answer.content


def test_links_come_from_the_settings_and_the_firms_domain_never_from_a_request(colours, cast):
    assert Firm.objects.get(pk=cast.firm.pk).base_url == "http://testserver"
    assert Firm.objects.get(pk=cast.rival.pk).base_url == "http://clients.rival.example"


def test_without_a_firm_every_page_leads_to_the_set_up(db):
    assert Browser().get("/home/").headers["Location"] == "/setup/"
    assert Browser().get("/healthz").status_code == 200


@override_settings(BASE_HOST="portal.example")
def test_the_base_address_names_a_host_of_ours(colours):
    assert colour_at("portal.example").status_code == 200
    assert colour_at("testserver").status_code == 400
