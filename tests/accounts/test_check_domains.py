"""Once a day each domain is asked about; one that is lost twice is given up, and those who may mend it are told."""

from datetime import timedelta

import pytest
import time_machine

from latchstring.accounts.actions.check_domains import check_domains
from latchstring.audit.models import Event
from latchstring.firms import dns
from latchstring.firms.actions.check_domain import check_domain
from latchstring.firms.actions.vouch_for_domain import vouch_for_domain
from latchstring.firms.models import Domain, Firm
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import system_actor

HOST, OURS = "clients.alder.example", "portal.latch.example"


@pytest.fixture(autouse=True)
def our_address(settings):
    settings.BASE_URL, settings.BASE_HOST = f"https://{OURS}", OURS


@pytest.fixture
def domain(cast, name_server):
    row = Domain.objects.create(firm=cast.firm, host=HOST)
    name_server.records = right(row)
    check_domain(cast.owner, row.pk)
    return row


def right(row):
    return {(row.host, "CNAME"): [f"{OURS}."], (dns.proof_name(row.host), "TXT"): [f'"{row.code}"']}


def later(**how_long):
    return time_machine.travel(clock.now() + timedelta(**how_long))


def base_url(cast):
    return Firm.objects.get(pk=cast.firm.pk).base_url


def test_a_domain_is_asked_about_once_a_day(domain):
    assert check_domains() == 0
    with later(days=1, minutes=1):
        assert check_domains() == 1
        assert check_domains() == 0


def test_lost_twice_an_hour_apart_it_is_given_up_and_the_owner_and_admins_are_told(cast, domain, name_server):
    name_server.records = {}
    with later(days=1, minutes=1):
        assert check_domains() == 1
        assert base_url(cast) == f"https://{HOST}"
    assert not Message.objects.exists()
    with later(days=1, minutes=30):
        assert check_domains() == 0
    with later(days=1, hours=1, minutes=2):
        assert check_domains() == 1
        assert check_domains() == 0
    assert base_url(cast) == f"https://{OURS}"
    told = Message.objects.filter(kind="domain-lost")
    assert set(told.values_list("to_address", flat=True)) == {cast.olive.user.email, cast.adam.user.email}
    assert told.first().fields["url"] == f"https://{OURS}/settings/domain/"
    assert Event.objects.get(name="domain.lost").actor_kind == "system"


def test_one_bad_answer_and_silence_take_nothing_away(cast, domain, name_server, monkeypatch):
    monkeypatch.setattr(dns, "PATIENCE", 0.2)
    for records, hours in (({}, 25), (right(domain), 27), ({}, 52), (None, 54), (None, 79)):
        name_server.records = records
        with later(hours=hours):
            assert check_domains() == 1
    assert base_url(cast) == f"https://{HOST}"
    assert not Message.objects.exists()


def test_a_name_that_is_vouched_for_is_used_without_asking(cast, name_server):
    row = Domain.objects.create(firm=cast.firm, host=HOST)
    vouch_for_domain(system_actor(cast.firm.pk), row)
    assert base_url(cast) == f"https://{HOST}"
    name_server.records = {}
    with later(days=3):
        assert check_domains() == 0
        check_domain(cast.owner, row.pk)
    assert base_url(cast) == f"https://{HOST}"
    with pytest.raises(ValueError, match="Only the command line"):
        vouch_for_domain(cast.owner, row)
