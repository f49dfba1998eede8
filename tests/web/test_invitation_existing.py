"""The link in an invite, for an address that has a login already."""

import pytest
from django.test import Client as Browser

from latchstring.accounts.models import User
from latchstring.portals.models import Access, PortalUser, WebSession
from tests.web.doorstep import (
    CARLA,
    PASSWORD,
    ask_code,
    enter_code,
    log_in,
    logged_in_as,
    mailed_code,
    make_login,
    sent_token,
)


@pytest.fixture
def carla(cast):
    """Somebody whom another firm has let in: the same login works here."""
    return make_login(CARLA, "Carla")


@pytest.fixture
def link(cast, carla):
    return f"/i/{sent_token(cast.owner, cast.acme)}/"


def accepted():
    return Access.objects.filter(accepted_at__isnull=False).exists()


def test_the_page_asks_to_log_in_first(client, link):
    page = client.get(link).content.decode()
    assert f"You already have a login for <strong>{CARLA}</strong>" in page
    assert 'type="password"' not in page
    assert '<button class="btn primary wide" type="submit">Log in</button>' in page


def test_the_link_alone_opens_no_session_and_sets_no_password(client, link, carla):
    before = carla.password
    answer = client.post(link, {"name": "Mallory", "password": "mallorys own password", "without": "yes"})
    assert answer["Location"] == "/login/"
    assert logged_in_as(client) is None
    assert not accepted()
    carla.refresh_from_db()
    assert (carla.password, carla.name) == (before, "Carla")


def test_log_in_then_one_click(client, link):
    client.post(link)
    assert f'value="{CARLA}"' in client.get("/login/").content.decode()
    assert log_in(client)["Location"] == link
    assert not accepted()
    page = client.get(link).content.decode()
    assert '<button class="btn primary wide" type="submit">Open your portal</button>' in page
    assert client.post(link)["Location"] == "/portal/"
    assert accepted()
    person = PortalUser.objects.get()
    assert (person.web_sessions, WebSession.objects.get().session_key) == (1, client.session.session_key)


def test_a_code_will_do_instead_of_the_password(client, link):
    client.post(link)
    ask_code(client)
    assert enter_code(client, mailed_code())["Location"] == link
    assert client.post(link)["Location"] == "/portal/"


def test_the_way_back_is_known_to_the_browser_only(client, link):
    client.post(link)
    token = link.removeprefix("/i/").rstrip("/")
    assert client.cookies["invitation"].value == token
    assert client.cookies["invitation"]["httponly"]
    assert token not in client.get("/login/").content.decode()
    assert token not in str(dict(client.session))


def test_the_way_back_is_forgotten_once_used(client, link):
    client.post(link)
    log_in(client)
    client.post(link)
    assert client.cookies["invitation"].value == ""


def test_another_login_in_that_browser_is_not_led_to_the_link(client, cast, link):
    client.post(link)
    cast.olive.user.set_password(PASSWORD)
    cast.olive.user.save()
    assert log_in(client, cast.olive.user.email)["Location"] == "/home/"


def test_signed_in_as_somebody_else_the_page_names_both_and_offers_to_switch(client, cast, link):
    client.force_login(cast.olive.user, "latchstring.accounts.backend.Backend")
    page = client.get(link).content.decode()
    assert CARLA in page
    assert cast.olive.user.email in page
    assert client.post(link)["Location"] == link
    assert logged_in_as(client) is None
    assert not accepted()


def test_the_right_login_has_one_click(client, link, carla):
    client.force_login(carla, "latchstring.accounts.backend.Backend")
    page = client.get(link).content.decode()
    assert "You are logged in as" in page
    assert client.post(link)["Location"] == "/portal/"


def test_accepting_takes_a_token_against_forgery(link, carla):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(carla, "latchstring.accounts.backend.Backend")
    assert browser.post(link).status_code == 403
    assert not accepted()


def test_a_team_member_may_be_a_client_too(client, cast):
    cast.olive.user.set_password(PASSWORD)
    cast.olive.user.save()
    link = f"/i/{sent_token(cast.owner, cast.acme, cast.olive.user.email, 'Olive')}/"
    log_in(client, cast.olive.user.email)
    assert client.post(link)["Location"] == "/portal/"
    assert client.get("/home/").status_code == 200
    assert client.get("/portal/", follow=True).status_code == 200


def test_no_second_login_is_made(client, link):
    client.post(link, {"name": "Carla", "password": PASSWORD})
    assert User.objects.filter(email=CARLA).count() == 1
