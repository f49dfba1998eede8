"""How often one may try, and that nothing gets around it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser

from latchstring.kernel import clock
from latchstring.web.common.limits import LIMITS
from tests.web.doorstep import CARLA, ask_code, enter_code, let_in, log_in, logged_in_as, mailed_code

TRIES = LIMITS["password"][0][0]


def fail(browser=None, times=TRIES, email=CARLA, **headers):
    browser = browser or Browser()
    return [
        browser.post("/login/", {"email": email, "password": "wrong wrong wrong"}, headers=headers or None)
        for _ in range(times)
    ]


def test_an_address_has_ten_wrong_tries_and_then_waits(client, carla):
    assert {answer.status_code for answer in fail()} == {422}
    refused = log_in(client)
    assert refused.status_code == 429
    assert "Too many tries. Try again in 15 minutes." in refused.content.decode()
    assert 880 < int(refused["Retry-After"]) <= 900
    assert logged_in_as(client) is None


def test_the_wait_ends(client, carla):
    fail()
    with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1)):
        log_in(client)
        assert logged_in_as(client)


def test_other_addresses_go_on(client, cast, carla):
    let_in(cast.owner, cast.beta, "bob@beta.example", "Bob")
    fail()
    log_in(client, "bob@beta.example")
    assert logged_in_as(client)


def test_the_case_of_an_address_makes_no_new_one(client, carla):
    fail(times=5)
    fail(times=5, email="CARLA@Acme.Example")
    assert log_in(client).status_code == 429


def test_a_forwarded_address_from_nobody_we_trust_makes_no_new_network(client, carla, monkeypatch):
    monkeypatch.setitem(LIMITS, "password", ((1000, 900), (5, 900)))
    for number in range(5):
        fail(times=1, email=f"a{number}@acme.example", **{"X-Forwarded-For": f"203.0.113.{number}"})
    assert log_in(client).status_code == 429


def test_behind_a_trusted_proxy_each_network_has_its_own(carla, monkeypatch, settings):
    settings.TRUSTED_PROXIES = 1
    monkeypatch.setitem(LIMITS, "password", ((1000, 900), (2, 900)))
    fail(times=2, **{"X-Forwarded-For": "203.0.113.7"})
    assert fail(times=1, **{"X-Forwarded-For": "203.0.113.8"})[0].status_code == 422
    assert fail(times=1, **{"X-Forwarded-For": "198.51.100.1, 203.0.113.7"})[0].status_code == 429


@pytest.mark.parametrize("by_code", [False, True])
def test_one_good_login_gives_no_new_tries(carla, by_code):
    fail(times=TRIES - 1)
    browser = Browser()
    ask_code(browser)
    assert (enter_code(browser, mailed_code()) if by_code else log_in(browser)).status_code == 302
    fail(times=1)
    assert log_in(Browser()).status_code == 429


def test_good_logins_are_never_too_many(carla):
    for _ in range(TRIES + 2):
        assert log_in(Browser()).status_code == 302


def test_codes_are_sent_five_times_and_then_not(client, carla):
    for _ in range(5):
        assert ask_code(client).status_code == 302
    refused = ask_code(client)
    assert refused.status_code == 429
    assert "Try again in 10 minutes." in refused.content.decode()


def test_guesses_are_counted_across_browsers_and_codes(client, carla, monkeypatch):
    monkeypatch.setitem(LIMITS, "code", ((100, 600), (100, 600)))
    for _ in range(3):
        browser = Browser()
        ask_code(browser)
        wrong = f"{(int(mailed_code()) + 1) % 1_000_000:06d}"
        for _ in range(5):
            enter_code(browser, wrong)
    ask_code(client)
    assert enter_code(client, mailed_code()).status_code == 429
    assert logged_in_as(client) is None


def test_forgotten_passwords_are_noted_five_times_and_then_not(client, carla):
    for _ in range(5):
        assert client.post("/forgot/", {"email": CARLA}).status_code == 302
    assert client.post("/forgot/", {"email": CARLA}).status_code == 429


def known(client):
    """Somebody has logged in here before, and is not logged in now."""
    log_in(client)
    client.post("/logout/")
    return client


def test_who_tries_from_elsewhere_shuts_nobody_out_of_their_own_browser(client, carla):
    known(client)
    fail()
    for _ in range(6):
        ask_code(Browser())
        Browser().post("/forgot/", {"email": CARLA})
    assert log_in(Browser()).status_code == 429
    assert log_in(client).status_code == 302
    assert ask_code(known(client)).status_code == 302
    assert client.post("/forgot/", {"email": CARLA}).status_code == 302


def test_a_browser_that_is_known_has_ten_wrong_tries_as_well(client, carla):
    fail(known(client))
    assert log_in(client).status_code == 429
    assert log_in(Browser()).status_code == 302


def test_a_browser_is_known_for_its_own_logins_alone_and_by_our_word(client, cast, carla):
    let_in(cast.owner, cast.beta, "bob@beta.example", "Bob")
    log_in(client, "bob@beta.example")
    client.post("/logout/")
    fail()
    assert log_in(client).status_code == 429
    assert "carla" not in client.cookies["known"].value
    client.cookies["known"] = "WyJhIl0:1w:forged"
    assert log_in(client).status_code == 429
