"""The step after the first one: an app, a recovery code or a passkey; limited, remembered, and never skipped."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client as Browser

from latchstring.accounts.actions.change_password import change_password
from latchstring.accounts.models import User
from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import WebSession
from latchstring.web.common.limits import LIMITS
from tests.web.doorstep import CARLA, PASSWORD, ask_code, enter_code, let_in, log_in, logged_in_as, mailed_code
from tests.web.factor_kit import app_code, with_app

STEP = "/login/second/"


@pytest.fixture
def carla(cast):
    person = let_in(cast.owner, cast.acme)
    person.codes = with_app(person.user)
    return person


def begin(browser, **more):
    assert log_in(browser, **more)["Location"].startswith(STEP)
    return browser


def show(browser, code, **more):
    return browser.post(STEP, {"code": code, **more})


def test_a_right_password_is_not_enough(client, carla):
    begin(client)
    assert logged_in_as(client) is None
    assert client.get("/portal/")["Location"].startswith("/login/")
    assert not WebSession.objects.exists()
    assert not Event.objects.filter(name="login.succeeded").exists()


def test_the_code_of_the_app_opens(client, carla):
    begin(client)
    assert show(client, app_code())["Location"] == "/portal/"
    assert logged_in_as(client) == carla.user
    assert WebSession.objects.get(person=carla).session_key == client.session.session_key
    assert Event.objects.get(name="login.succeeded").detail["how"] == "password"
    assert (client.session["how"], client.session["second"]) == ("password", True)


def test_it_comes_after_an_emailed_code_too(client, carla):
    ask_code(client)
    assert enter_code(client, mailed_code())["Location"] == STEP
    show(client, app_code())
    assert logged_in_as(client)
    assert client.session["how"] == "code"


def test_who_has_none_is_asked_for_none(client, cast):
    let_in(cast.owner, cast.acme)
    assert log_in(client)["Location"] == "/portal/"
    assert client.session["second"] is False


def test_the_page_asked_for_survives_the_step(client, carla):
    answer = log_in(client, next="/portal/profile/")
    assert answer["Location"] == f"{STEP}?next=%2Fportal%2Fprofile%2F"
    assert 'value="/portal/profile/"' in client.get(answer["Location"]).content.decode()
    assert show(client, app_code(), next="/portal/profile/")["Location"] == "/portal/profile/"


def test_a_code_is_right_once_for_as_long_as_it_is_taken(client, carla):
    code = app_code()
    begin(client)
    show(client, code)
    for later in (1, 35, 58):
        with time_machine.travel(clock.now() + timedelta(seconds=later)):
            other = begin(Browser())
            assert show(other, code).status_code == 422
            assert logged_in_as(other) is None


def test_a_telephone_may_be_half_a_minute_off_and_no_more(client, carla):
    begin(client)
    assert show(client, app_code(steps=3)).status_code == 422
    assert show(client, app_code(steps=1)).status_code == 302


def test_a_recovery_code_opens_once(client, carla):
    begin(client)
    spaced = f"{carla.codes[0][:4]} {carla.codes[0][4:]}"
    show(client, spaced)
    assert logged_in_as(client)
    other = begin(Browser())
    assert show(other, carla.codes[0]).status_code == 422
    show(other, carla.codes[1])
    assert logged_in_as(other)


def test_a_wrong_code_is_one_sentence_and_is_in_the_log(client, carla):
    begin(client)
    answer = show(client, "000000")
    assert (answer.status_code, "That did not fit." in answer.content.decode()) == (422, True)
    event = Event.objects.get(name="login.failed")
    assert (event.person_id, event.detail["why"]) == (carla.pk, "second step")


def test_ten_wrong_ones_and_then_a_wait_in_every_browser(client, carla):
    browsers = begin(Browser()), begin(Browser())
    for number in range(LIMITS["second"][0][0]):
        show(browsers[number % 2], "000000")
    begin(client)
    refused = show(client, app_code())
    assert (refused.status_code, int(refused["Retry-After"]) > 800) == (429, True)
    assert logged_in_as(client) is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６"])
def test_what_is_no_code_is_told_at_the_field(client, carla, typed):
    begin(client)
    answer = show(client, typed)
    assert answer.status_code == 422
    assert not Event.objects.filter(name="login.failed").exists()


def test_a_remembered_device_is_not_asked_for_thirty_days(client, carla):
    begin(client)
    show(client, app_code(), remember="on")
    client.post("/logout/")
    assert log_in(client)["Location"] == "/portal/"
    assert client.session["second"] is True
    client.post("/logout/")
    with time_machine.travel(clock.now() + timedelta(days=30, minutes=1)):
        begin(client)


def test_a_device_is_remembered_for_one_login_and_until_its_factors_change(client, cast, carla):
    bob = let_in(cast.owner, cast.beta, "bob@beta.example", "Bob")
    with_app(bob.user, "JBSWY3DPEHPK3PXP")
    begin(client)
    show(client, app_code(), remember="on")
    client.post("/logout/")
    assert log_in(client, "bob@beta.example")["Location"] == STEP
    Authenticator.objects.filter(user=carla.user, type="totp").delete()
    with_app(carla.user, "JBSWY3DPEHPK3PXQ")
    begin(client)


def test_a_device_that_was_not_asked_to_remember_does_not(client, carla):
    begin(client)
    show(client, app_code())
    client.post("/logout/")
    begin(client)


def test_what_was_begun_ends_with_a_new_password_or_a_lock(client, cast, carla):
    begin(client)
    change_password(client_actor_for(carla.user, cast.firm), current=PASSWORD, new="another kettle on the stove")
    assert show(client, app_code())["Location"] == "/login/"
    begin(client, password="another kettle on the stove")
    User.objects.filter(pk=carla.user_id).update(is_active=False)
    assert show(client, app_code())["Location"] == "/login/"
    assert logged_in_as(client) is None


def test_what_was_begun_ends_after_a_quarter_of_an_hour(client, carla):
    begin(client)
    with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=5)):
        assert show(client, app_code())["Location"] == "/login/"


def test_the_step_by_itself_leads_to_the_start(client, cast):
    assert client.get(STEP)["Location"] == "/login/"
    assert show(client, "123456")["Location"] == "/login/"


def test_the_code_of_somebody_else_does_not_fit(client, cast, carla):
    bob = let_in(cast.owner, cast.beta, "bob@beta.example", "Bob")
    with_app(bob.user, "JBSWY3DPEHPK3PXP")
    begin(client)
    assert show(client, app_code("JBSWY3DPEHPK3PXP")).status_code == 422


def test_it_takes_a_token_against_forgery(carla):
    browser = Browser(enforce_csrf_checks=True)
    assert show(browser, "123456").status_code == 403


def test_a_wrong_password_says_the_same_with_and_without_a_second_step(client, cast, carla):
    let_in(cast.owner, cast.beta, "bob@beta.example", "Bob")
    answers = [log_in(Browser(), email, "wrong wrong wrong").content.decode() for email in (CARLA, "bob@beta.example")]
    assert [answer.count("That email and password do not match.") for answer in answers] == [1, 1]
    assert not any("second" in answer for answer in answers)
