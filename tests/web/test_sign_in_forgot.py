"""A forgotten password: ask, follow the link, choose another."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser

from latchstring.accounts.models import ForgottenPassword, User
from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.mail.models import Message, State
from latchstring.portals.actions.answer_forgotten import answer_forgotten
from latchstring.portals.models import Invite
from tests.portals.people import kill
from tests.web.doorstep import CARLA, let_in, log_in, logged_in_as, make_login, sent_token

NEW = "two kettles on the stove"


def ask(browser, email=CARLA):
    answer = browser.post("/forgot/", {"email": email})
    answer_forgotten()
    return answer


def mailed_path():
    message = Message.objects.filter(kind="password-reset").order_by("-id").first()
    return re.fullmatch(r"http://testserver(/forgot/[^/]+/)", message.fields["url"])[1]


def test_the_link_in_the_email_sets_a_new_password(client, carla):
    assert ask(client)["Location"] == "/forgot/?sent=1"
    assert client.get(mailed_path()).status_code == 200
    assert client.post(mailed_path(), {"password": NEW})["Location"] == "/login/"
    log_in(client, password=NEW)
    assert logged_in_as(client) == carla.user


def test_looking_at_the_link_changes_nothing(client, carla):
    ask(client)
    before = User.objects.get(email=CARLA).password
    for _ in range(20):
        client.get(mailed_path(), headers={"User-Agent": "Barracuda Sentinel (EE)"})
    assert User.objects.get(email=CARLA).password == before
    assert client.post(mailed_path(), {"password": NEW}).status_code == 302


def test_the_link_works_once(client, carla):
    ask(client)
    path = mailed_path()
    client.post(path, {"password": NEW})
    assert client.get(path).status_code == 410
    assert client.post(path, {"password": "three kettles on the stove"}).status_code == 410
    assert User.objects.get(email=CARLA).check_password(NEW)


def test_the_link_dies_after_an_hour(client, carla):
    ask(client)
    with time_machine.travel(clock.now() + timedelta(hours=1, minutes=1)):
        assert client.get(mailed_path()).status_code == 410


def test_the_link_dies_with_the_next_login(client, carla):
    ask(client)
    log_in(Browser())
    assert client.get(mailed_path()).status_code == 410


def test_the_link_dies_with_the_address(client, carla):
    ask(client)
    User.objects.filter(pk=carla.user_id).update(email="carla@new.example")
    assert client.get(mailed_path()).status_code == 410


def test_every_session_ends_and_the_owner_hears_of_it(client, carla):
    log_in(client)
    ask(Browser())
    Browser().post(mailed_path(), {"password": NEW})
    assert client.get("/portal/").status_code == 302
    assert client.get("/portal/")["Location"].startswith("/login/")
    assert Message.objects.filter(kind="password-changed", to_address=CARLA).count() == 1
    assert Event.objects.filter(name="password.changed").count() == 1


def test_a_weak_password_is_told_at_the_field_and_leaves_the_link(client, carla):
    ask(client)
    for weak in ("short", "password1234", "", CARLA):
        answer = client.post(mailed_path(), {"password": weak})
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode()
    assert client.post(mailed_path(), {"password": NEW}).status_code == 302


@pytest.mark.parametrize("key", ["x", "0" * 32, "0" * 32 + "-abc-def", "%00", "a" * 3000])
def test_a_made_up_link_opens_nothing(client, cast, key):
    assert client.get(f"/forgot/{key}/").status_code == 410


def test_a_key_for_one_login_does_not_fit_another(client, cast, carla):
    other = let_in(cast.owner, cast.beta, "bob@beta.example", "Bob")
    ask(client)
    key = mailed_path().removeprefix("/forgot/").rstrip("/")
    forged = other.user.pk.hex + "-" + key.partition("-")[2]
    assert client.post(f"/forgot/{forged}/", {"password": NEW}).status_code == 410


def test_the_page_writes_one_row_and_the_worker_decides(client, carla):
    client.post("/forgot/", {"email": CARLA})
    assert ForgottenPassword.objects.get().address == CARLA
    assert not Message.objects.filter(kind="password-reset").exists()
    assert answer_forgotten() == 1
    assert answer_forgotten() == 0
    assert Message.objects.filter(kind="password-reset").count() == 1


def test_a_pending_invitee_gets_the_invite_again(client, cast):
    sent_token(cast.owner, cast.acme)
    ask(client)
    assert Invite.objects.count() == 2
    assert not Message.objects.filter(kind="password-reset").exists()


def test_nobody_and_strangers_get_nothing(client, cast, carla):
    make_login("elsewhere@x.example")
    User.objects.filter(pk=carla.user_id).update(is_active=False)
    before = Message.objects.count()
    for address in ("nobody@acme.example", "elsewhere@x.example", CARLA):
        assert ask(client, address)["Location"] == "/forgot/?sent=1"
    assert Message.objects.count() == before


def test_nothing_is_sent_where_email_came_back(client, cast, carla):
    kill(cast.firm, CARLA)
    ask(client)
    assert Message.objects.get(kind="password-reset").state == State.WITHHELD


def test_a_team_member_gets_a_link_too(client, cast):
    ask(client, cast.olive.user.email)
    assert Message.objects.get(kind="password-reset").to_address == cast.olive.user.email


def test_the_link_never_comes_from_the_host_name(client, carla):
    client.post("/forgot/", {"email": CARLA}, headers={"Host": "127.0.0.1"})
    answer_forgotten()
    assert mailed_path()


def test_the_address_of_the_page_stays_with_it(client, carla):
    ask(client)
    answer = client.get(mailed_path())
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer["Cache-Control"]


def test_asking_and_choosing_take_a_token_against_forgery(client, carla):
    ask(client)
    browser = Browser(enforce_csrf_checks=True)
    assert browser.post("/forgot/", {"email": CARLA}).status_code == 403
    assert browser.post(mailed_path(), {"password": NEW}).status_code == 403
