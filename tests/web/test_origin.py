"""Where a request came from is what the audit log says, whatever the request claims."""

import pytest
from django.test import Client as Browser
from django.test import RequestFactory, override_settings

from latchstring.audit.models import Event
from latchstring.audit.record import origin
from latchstring.web.common.origin import address


def asked(forwarded="", peer="192.0.2.7"):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return address(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))


def test_without_proxies_the_peer_counts_and_the_header_does_not():
    assert asked("203.0.113.9") == "192.0.2.7"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1, 203.0.113.9, 198.51.100.2", "203.0.113.9"),
        (2, "203.0.113.9", "203.0.113.9"),
        (1, "", "192.0.2.7"),
        (1, "nonsense", None),
    ],
)
def test_behind_proxies_the_address_that_the_outermost_saw_counts(proxies, forwarded, seen):
    with override_settings(TRUSTED_PROXIES=proxies):
        assert asked(forwarded) == seen


def test_no_address_is_better_than_a_wrong_one():
    assert asked(peer="") is None
    assert asked(peer="unix:/run/socket") is None
    assert asked(peer="2001:db8::1") == "2001:db8::1"


def test_the_log_holds_address_and_browser(cast, client):
    client.force_login(cast.olive.user, "latchstring.accounts.backend.Backend")
    client.post("/profile/", {"name": "Olive Alder"}, headers={"user-agent": "Firefox/" + "x" * 400})
    event = Event.objects.get(name="profile.changed")
    assert event.address == "127.0.0.1"
    assert event.user_agent.startswith("Firefox/")
    assert len(event.user_agent) == 300
    assert origin.get() is None


def test_every_answer_has_an_id_and_only_a_trusted_proxy_may_choose_it(cast):
    chosen = {"x-request-id": "edge-12345678"}
    answer = Browser().get("/brand.css", headers=chosen)
    assert len(answer.headers["X-Request-Id"]) == 32
    with override_settings(TRUSTED_PROXIES=1):
        assert Browser().get("/brand.css", headers=chosen).headers["X-Request-Id"] == "edge-12345678"
        odd = Browser().get("/brand.css", headers={"x-request-id": "a b<script>"})
        assert len(odd.headers["X-Request-Id"]) == 32
