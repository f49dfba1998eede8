"""A further firm is reached by a host name of its own, given from the shell."""

import pytest
from django.test import Client as Browser

from latchstring.firms import dns
from latchstring.firms.models import Domain, Firm

HOST, OURS = "portal.beech.example", "portal.latch.example"


@pytest.fixture(autouse=True)
def our_address(settings):
    settings.BASE_URL, settings.BASE_HOST = f"https://{OURS}", OURS


def beech(create_firm, *more):
    return create_firm(*more, name="Beech Law", email="bea@beech.example")


def shown_at(host):
    return Browser().get("/login/", headers={"host": host}, secure=True)


def test_a_further_firm_begins_with_a_host_name_of_its_own(create_firm, firm):
    done = beech(create_firm, "--host", HOST, "--without-proof")
    assert f"{HOST} leads to Beech Law; links begin with it." in done.stdout
    assert "Log in · Beech Law" in shown_at(HOST).content.decode()
    assert "Log in · Alder &amp; Pike" in shown_at(OURS).content.decode()
    assert Firm.objects.get(name="Beech Law").base_url == f"https://{HOST}"


def test_a_wrong_host_name_begins_no_firm(create_firm, firm):
    done = beech(create_firm, "--host", "not a host/")
    assert done.returncode == 1
    assert "can’t be reached from the internet" in done.stderr
    assert Firm.objects.count() == 1


def test_without_proof_it_names_the_records_and_is_used_once_they_are_there(create_firm, latchstring, name_server):
    beech(create_firm)
    name_server.records = {}
    done = latchstring("add-domain", HOST)
    domain = Domain.objects.get()
    assert f"{HOST}  CNAME  {OURS}" in done.stdout
    assert f"{dns.proof_name(HOST)}  TXT  {domain.code}" in done.stdout
    assert shown_at(HOST).status_code == 400
    name_server.records = {(HOST, "CNAME"): [f"{OURS}."], (dns.proof_name(HOST), "TXT"): [f'"{domain.code}"']}
    assert "leads to Beech Law" in latchstring("add-domain", HOST).stdout
    assert Domain.objects.count() == 1


def test_nobody_takes_the_name_of_another_firm(create_firm, latchstring, firm):
    latchstring("add-domain", HOST, "--without-proof")
    beech(create_firm)
    done = latchstring("add-domain", HOST, "--firm", "beech-law", "--without-proof")
    assert done.returncode == 1
    assert f"Another firm here uses {HOST}." in done.stderr
    assert "Log in · Alder &amp; Pike" in shown_at(HOST).content.decode()
