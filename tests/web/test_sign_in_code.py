"""Log in with six digits from an email."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser

from latchstring.accounts.actions.change_password import change_password
from latchstring.accounts.models import User
from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.mail.models import AddressState, Message, State
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import WebSession
from tests.web.doorstep import (
    CARLA,
    PASSWORD,
    ask_code,
    enter_code,
    let_in,
    log_in,
    logged_in_as,
    mailed_code,
    make_login,
    sent_token,
)

WRONG = "This is not the code we sent last."


def other_than(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_six_digits_open_the_portal(client, carla):
    assert ask_code(client)["Location"] == "/login/code/confirm/"
    assert CARLA in client.get("/login/code/confirm/").content.decode()
    answer = enter_code(client, mailed_code())
    assert answer["Location"] == "/portal/"
    assert logged_in_as(client) == carla.user
    assert WebSession.objects.filter(person=carla).count() == 1
    assert Event.objects.get(name="login.succeeded").detail["how"] == "code"


def test_a_login_without_a_password_comes_in_by_code(client, carla):
    carla.user.set_unusable_password()
    carla.user.save()
    ask_code(client)
    enter_code(client, mailed_code())
    assert logged_in_as(client) == carla.user


def test_a_code_may_be_typed_with_spaces(client, carla):
    ask_code(client)
    code = mailed_code()
    enter_code(client, f" {code[:3]} {code[3:]} ")
    assert logged_in_as(client)


def test_the_page_asked_for_comes_after_the_code(client, carla):
    assert ask_code(client, next="/portal/profile/")["Location"].endswith("?next=%2Fportal%2Fprofile%2F")
    assert enter_code(client, mailed_code(), next="/portal/profile/")["Location"] == "/portal/profile/"


def test_the_fifth_wrong_code_ends_it_even_for_the_right_one(client, carla):
    ask_code(client)
    right = mailed_code()
    for left in (4, 3, 2, 1):
        answer = enter_code(client, other_than(right))
        assert answer.status_code == 422
        assert f"{WRONG} You have {left if left > 1 else 'one'}" in answer.content.decode()
    assert enter_code(client, other_than(right))["Location"] == "/login/code/"
    enter_code(client, right)
    assert logged_in_as(client) is None
    assert Event.objects.filter(name="login.failed", person_id=carla.pk).count() == 5


def test_a_code_works_once(client, carla):
    ask_code(client)
    code = mailed_code()
    enter_code(client, code)
    client.post("/logout/")
    enter_code(client, code)
    assert logged_in_as(client) is None


def test_a_code_works_in_the_browser_that_asked_for_it_only(client, carla):
    ask_code(client)
    stranger = Browser()
    enter_code(stranger, mailed_code())
    assert logged_in_as(stranger) is None


def test_a_code_for_another_address_does_not_fit(client, cast, carla):
    let_in(cast.owner, cast.beta, "bob@beta.example", "Bob")
    ask_code(client)
    ask_code(Browser(), "bob@beta.example")
    if mailed_code() != mailed_code("bob@beta.example"):
        enter_code(client, mailed_code("bob@beta.example"))
    assert logged_in_as(client) is None


def test_a_new_code_replaces_the_old_one(client, carla):
    ask_code(client)
    old = mailed_code()
    ask_code(client)
    assert old != mailed_code()  # but once in a million times
    enter_code(client, old)
    assert logged_in_as(client) is None
    enter_code(client, mailed_code())
    assert logged_in_as(client)


def test_a_code_dies_after_ten_minutes(client, carla):
    ask_code(client)
    with time_machine.travel(clock.now() + timedelta(minutes=10, seconds=1)):
        assert enter_code(client, mailed_code())["Location"] == "/login/code/"
    assert logged_in_as(client) is None


def test_a_code_lives_for_ten_minutes(client, carla):
    ask_code(client)
    with time_machine.travel(clock.now() + timedelta(minutes=9, seconds=50)):
        enter_code(client, mailed_code())
        assert logged_in_as(client)


def test_a_new_password_kills_codes_on_their_way(client, cast, carla):
    ask_code(client)
    actor = client_actor_for(carla.user, cast.firm)
    change_password(actor, current=PASSWORD, new="another kettle on the stove")
    enter_code(client, mailed_code())
    assert logged_in_as(client) is None


def test_a_changed_address_kills_codes_on_their_way(client, carla):
    ask_code(client)
    User.objects.filter(pk=carla.user_id).update(email="carla@new.example")
    enter_code(client, mailed_code())
    assert logged_in_as(client) is None


def test_a_login_locked_meanwhile_stays_out(client, carla):
    ask_code(client)
    User.objects.filter(pk=carla.user_id).update(is_active=False)
    enter_code(client, mailed_code())
    assert logged_in_as(client) is None


def test_the_session_gets_a_new_key(client, carla):
    ask_code(client)
    before = client.session.session_key
    enter_code(client, mailed_code())
    assert client.session.session_key != before
    assert not client.session.__class__().exists(before)


def test_the_code_is_in_no_log_and_in_no_page(client, carla, caplog):
    ask_code(client)
    code = mailed_code()
    assert code not in client.get("/login/code/confirm/").content.decode()
    enter_code(client, code)
    assert code not in caplog.text
    assert not any(code in str(event.detail) for event in Event.objects.all())


@pytest.mark.parametrize(
    "who", ["nobody@acme.example", "pending@acme.example", "locked@acme.example", "elsewhere@x.example"]
)
def test_an_address_without_a_login_here_gets_no_code_but_a_row(client, cast, who):
    sent_token(cast.owner, cast.acme, "pending@acme.example", "Pending")
    person = let_in(cast.owner, cast.acme, "locked@acme.example", "Locked")
    User.objects.filter(pk=person.user_id).update(is_active=False)
    make_login("elsewhere@x.example")
    ask_code(client, who)
    message = Message.objects.get(kind="login-code")
    assert (message.state, message.fields, message.settled) == (State.WITHHELD, {}, True)
    assert (message.reason, bool(message.ended_at)) == ("This address has no login here.", True)
    for guess in ("000000", "123456"):
        assert enter_code(client, guess).status_code == 422
    assert logged_in_as(client) is None


def test_nothing_is_sent_where_email_came_back(client, cast, carla):
    AddressState.objects.create(firm=cast.firm, address=CARLA, inactive_since=clock.now(), reason="No such user.")
    assert ask_code(client).status_code == 302
    assert Message.objects.get(kind="login-code").state == State.WITHHELD


def test_the_email_has_the_code_in_text_and_html(client, carla):
    ask_code(client)
    letter = Message.objects.get(kind="login-code").letter
    for part in (letter.subject, letter.text, letter.html):
        assert "{{code}}" in part


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "12345６", "<b>1</b>"])
def test_what_is_no_code_is_told_at_the_field_and_costs_no_try(client, carla, typed):
    ask_code(client)
    for _ in range(6):
        assert enter_code(client, typed).status_code == 422
    enter_code(client, mailed_code())
    assert logged_in_as(client)


def test_entering_a_code_that_nobody_asked_for_leads_to_the_start(client, cast):
    assert client.get("/login/code/confirm/")["Location"] == "/login/code/"
    assert enter_code(client, "123456")["Location"] == "/login/code/"


def test_a_bad_address_is_told_at_the_field(client, cast):
    answer = ask_code(client, "a@b.example, c@d.example")
    assert answer.status_code == 422
    assert "Enter one email address" in answer.content.decode()
    assert not Message.objects.exists()


def test_who_is_logged_in_needs_no_code(client, carla):
    log_in(client)
    assert ask_code(client)["Location"] == "/"
    assert not Message.objects.filter(kind="login-code").exists()


def test_asking_and_entering_take_a_token_against_forgery(carla):
    browser = Browser(enforce_csrf_checks=True)
    assert ask_code(browser).status_code == 403
    assert enter_code(browser, "123456").status_code == 403
