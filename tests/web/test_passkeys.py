"""Passkeys, made and shown by one in software: alone, as a second step, and with everything about them wrong."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client as Browser

from latchstring.accounts.models import User
from latchstring.audit.models import Event
from latchstring.mail.models import Message
from tests.web.client_kit import BACKEND
from tests.web.doorstep import let_in, log_in, logged_in_as
from tests.web.passkey_kit import HOST, SoftPasskey

LOGIN, SECOND, MAKE = "/login/passkey/", "/login/second/", "/portal/profile/second/passkey/"


def at_localhost():
    return Browser(SERVER_NAME=HOST)


@pytest.fixture
def carla(cast):
    cache.clear()
    return let_in(cast.owner, cast.acme).user


def make(user, passkey=None, page=MAKE, name="My phone"):
    browser, passkey = at_localhost(), passkey or SoftPasskey()
    browser.force_login(user, BACKEND)
    answer = browser.post(page, {"name": name, "credential": passkey.made(browser.get(page))})
    return browser, passkey, answer


def show(browser, passkey, page=LOGIN, **more):
    return browser.post(page, {"credential": passkey.shown(browser.get(page), **more)})


def test_one_is_made_with_recovery_codes_noted_and_told(carla):
    browser, _, answer = make(carla)
    assert answer.content.decode().count("<li><code>") == 10
    assert Authenticator.objects.get(user=carla, type="webauthn").wrap().name == "My phone"
    assert Event.objects.get(name="factor.added").detail["what"] == "the passkey “My phone”"
    assert Message.objects.get(kind="second-factor").to_address == carla.email
    assert "My phone" in browser.get("/portal/profile/second/").content.decode()
    assert browser.session["second"] is True


def test_it_logs_in_by_itself(carla):
    _, passkey, _ = make(carla)
    browser = at_localhost()
    assert show(browser, passkey)["Location"] == "/portal/"
    assert logged_in_as(browser) == carla
    assert (browser.session["how"], browser.session["second"]) == ("passkey", True)
    assert Event.objects.get(name="login.succeeded").detail["how"] == "passkey"


def test_it_is_the_second_step_after_a_password(carla):
    _, passkey, _ = make(carla)
    browser = at_localhost()
    assert log_in(browser)["Location"] == SECOND
    assert show(browser, passkey, SECOND)["Location"] == "/portal/"
    assert logged_in_as(browser) == carla


def test_an_answer_is_good_once(carla):
    _, passkey, _ = make(carla)
    browser = at_localhost()
    answer = passkey.shown(browser.get(LOGIN))
    browser.post(LOGIN, {"credential": answer})
    browser.post("/logout/")
    browser.get(LOGIN)
    assert browser.post(LOGIN, {"credential": answer}).status_code == 422
    assert logged_in_as(browser) is None


def test_an_answer_to_another_browser_is_worth_nothing(carla):
    _, passkey, _ = make(carla)
    browser, thief = at_localhost(), at_localhost()
    answer = passkey.shown(browser.get(LOGIN))
    thief.get(LOGIN)
    assert thief.post(LOGIN, {"credential": answer}).status_code == 422


def test_a_key_that_is_only_touched_does_not_log_in_by_itself(carla):
    _, passkey, _ = make(carla)
    assert show(at_localhost(), passkey, flags=1).status_code == 422


def test_a_page_that_is_not_ours_gets_nothing(carla):
    _, passkey, _ = make(carla)
    passkey.origin = "https://localhost.evil.example"
    assert show(at_localhost(), passkey).status_code == 422


def test_a_forged_signature_does_not_fit(carla):
    _, passkey, _ = make(carla)
    passkey.key = SoftPasskey().key
    assert show(at_localhost(), passkey).status_code == 422


def test_somebody_elses_passkey_is_no_second_step(cast, carla):
    bob = let_in(cast.owner, cast.beta, "bob@beta.example", "Bob").user
    make(carla)
    _, bobs, _ = make(bob)
    browser = at_localhost()
    log_in(browser)
    assert show(browser, bobs, SECOND).status_code == 422
    assert logged_in_as(browser) is None


def test_a_locked_login_and_one_that_opens_nothing_here_stay_out(cast, carla):
    _, passkey, _ = make(carla)
    User.objects.update(is_active=False)
    assert show(at_localhost(), passkey).status_code == 422
    User.objects.update(is_active=True)
    carla.people.all().delete()
    assert show(at_localhost(), passkey).status_code == 403


@pytest.mark.parametrize(
    "junk",
    ["", "{", "null", "[]", "1", '"x"', "{}", json.dumps({"response": {"userHandle": "////"}}),
     json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {
         "authenticatorData": "AA", "clientDataJSON": "AA", "signature": "AA", "userHandle": "AA"}})],
)  # fmt: skip
def test_junk_is_sent_back_with_a_sentence(carla, junk):
    browser = at_localhost()
    browser.get(LOGIN)
    assert browser.post(LOGIN, {"credential": junk}).status_code == 422
    browser.force_login(carla, BACKEND)
    browser.get(MAKE)
    answer = browser.post(MAKE, {"name": "Mine", "credential": junk})
    assert (answer.status_code, 'value="Mine"' in answer.content.decode()) == (422, True)
    assert not Authenticator.objects.exists()


def test_the_login_page_speaks_of_no_passkey(client, cast):
    assert "passkey" not in client.get("/login/").content.decode().lower().replace("/login/passkey/", "")
