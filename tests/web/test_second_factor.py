"""Setting a second factor up, and taking it away again, on both profiles."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client as Browser

from latchstring.accounts import factors
from latchstring.audit.models import Event
from latchstring.kernel import crypto
from latchstring.mail.models import Message
from tests.web.client_kit import browser_of
from tests.web.doorstep import let_in, log_in, logged_in_as
from tests.web.factor_kit import app_code, with_app

PAGE = "/portal/profile/second/"
APP = f"{PAGE}app/"


@pytest.fixture
def carla(cast):
    cache.clear()
    return let_in(cast.owner, cast.acme).user


@pytest.fixture
def browser(carla):
    return browser_of(carla)


def secret_on(page):
    return re.search(r'<code class="break">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")


def set_up(browser, page=APP):
    return browser.post(page, {"code": app_code(secret_on(browser.get(page).content.decode()))})


def codes_on(answer):
    return [code.replace(" ", "") for code in re.findall(r"<li><code>([0-9 ]+)</code>", answer.content.decode())]


def test_an_app_is_set_up_by_its_first_code(browser, carla):
    page = browser.get(APP).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    answer = set_up(browser)
    assert len(codes_on(answer)) == 10
    assert "no-store" in answer["Cache-Control"]
    event = Event.objects.get(name="factor.added")
    assert (event.detail["what"], event.person_id is not None) == ("an authenticator app", True)
    assert Message.objects.get(kind="second-factor").fields["change"] == "an authenticator app was added"
    assert "10 are left" in browser.get(PAGE).content.decode()


def test_a_wrong_first_code_keeps_the_secret_that_the_app_has(browser):
    secret = secret_on(browser.get(APP).content.decode())
    answer = browser.post(APP, {"code": "000000"})
    assert answer.status_code == 422
    assert secret_on(answer.content.decode()) == secret
    assert not Authenticator.objects.exists()


def test_secrets_are_sealed_in_the_database(browser, carla):
    secret = secret_on(browser.get(APP).content.decode())
    set_up(browser)
    for row in Authenticator.objects.all():
        assert secret not in str(row.data)
        assert str(row.data.get("secret") or row.data.get("seed")).startswith(crypto.current())
    assert secret not in str(dict(browser.session))


def test_a_new_master_key_seals_them_again(browser, carla):
    set_up(browser)
    before = crypto.current()
    crypto.renew()
    assert factors.wrap_again() == 2
    assert factors.wrap_again() == 0
    assert not any(before in str(row.data) for row in Authenticator.objects.all())
    assert factors.of(carla.pk).codes_left == 10


def test_recovery_codes_are_shown_once_and_work(browser, carla):
    codes = codes_on(set_up(browser))
    assert not codes_on(browser.get(PAGE))
    assert browser.get(APP)["Location"] == PAGE
    other = Browser()
    log_in(other)
    other.post("/login/second/", {"code": codes[3]})
    assert logged_in_as(other)


def test_new_recovery_codes_replace_the_older(browser, carla):
    old = codes_on(set_up(browser))
    new = codes_on(browser.post(f"{PAGE}codes/"))
    assert len(new) == 10
    assert not set(old) & set(new)
    assert factors.fits(carla.pk, old[0]) is None
    assert factors.fits(carla.pk, new[0])
    assert Event.objects.filter(name="factor.codes_made").count() == 1


def test_without_a_second_factor_there_are_no_recovery_codes(browser):
    assert browser.post(f"{PAGE}codes/")["Location"] == PAGE
    assert not Authenticator.objects.exists()


def test_the_last_one_takes_the_recovery_codes_along(browser, carla):
    set_up(browser)
    factor = factors.of(carla.pk).app
    assert "It is your only second step" in browser.get(f"{PAGE}{factor.pk}/remove/").content.decode()
    assert browser.post(f"{PAGE}{factor.pk}/remove/")["Location"] == PAGE
    assert not Authenticator.objects.exists()
    assert Event.objects.filter(name="factor.removed").count() == 1
    assert Message.objects.filter(kind="second-factor").count() == 2


def test_nobody_removes_what_is_another_persons(cast, browser):
    with_app(cast.sam.user)
    factor = factors.of(cast.sam.user.pk).app
    assert browser.post(f"{PAGE}{factor.pk}/remove/").status_code == 404
    assert browser_of(cast.olive).post(f"/profile/second/{factor.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(user=cast.sam.user).count() == 2


def test_a_change_ends_the_other_sessions_and_keeps_this_one(browser, carla):
    other = browser_of(carla)
    set_up(browser)
    assert (logged_in_as(other), logged_in_as(browser)) == (None, carla)


def test_the_team_has_the_same_on_its_own_side(cast):
    browser = browser_of(cast.sam)
    assert len(codes_on(set_up(browser, "/profile/second/app/"))) == 10
    assert Event.objects.get(name="factor.added").actor_id == cast.sam.pk


def test_guesses_at_the_first_code_are_counted(browser):
    browser.get(APP)
    answers = [browser.post(APP, {"code": "000000"}).content.decode() for _ in range(12)]
    assert "Too many tries." in answers[-1]


def test_the_code_that_set_an_app_up_is_spent_by_it(browser, carla):
    secret = secret_on(browser.get(APP).content.decode())
    code = app_code(secret)
    browser.post(APP, {"code": code})
    assert factors.fits(carla.pk, code) is None
    assert factors.fits(carla.pk, app_code(secret, steps=1))
