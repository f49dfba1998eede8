"""Where somebody is logged in: on both profiles, for their own login only, and gone at once when ended."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client as Browser

from latchstring.accounts.actions.forget_sessions import forget_sessions
from latchstring.accounts.actions.reset_password import reset_password
from latchstring.accounts.models import Session
from latchstring.accounts.reset_keys import key_for
from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import WebSession
from tests.web.client_kit import browser_of, statements
from tests.web.doorstep import CARLA, PASSWORD, let_in, log_in, logged_in_as

PAGE = "/portal/profile/sessions/"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605 Version/18.1 Mobile/15E1 Safari/604.1"
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


@pytest.fixture
def carla(cast):
    cache.clear()
    return let_in(cast.owner, cast.acme)


def at(address, device, email=CARLA):
    browser = Browser(REMOTE_ADDR=address, headers={"User-Agent": device})
    log_in(browser, email)
    return browser


@pytest.fixture
def phone(carla):
    return at("203.0.113.9", PHONE)


@pytest.fixture
def office(carla):
    return at("198.51.100.4", OFFICE)


def text(browser, page=PAGE):
    return browser.get(page).content.decode()


def test_the_list_says_device_place_and_time_in_plain_words(phone, office):
    page = text(phone)
    assert "Safari on an iPhone" in page
    assert "Edge on Windows" in page
    assert "network address 198.51.100.4" in page
    assert page.index("This device") < page.index("Edge on Windows")
    assert phone.session.session_key not in page
    assert office.session.session_key not in page


def test_one_is_logged_out_and_the_other_goes_on(phone, office):
    number = Session.objects.get(session_key=office.session.session_key).number
    assert phone.post(f"{PAGE}{number}/")["Location"] == PAGE
    assert logged_in_as(office) is None
    assert office.get(PAGE)["Location"].startswith("/login/")
    assert "Logged out: Edge on Windows" in text(phone)
    event = Event.objects.get(name="login.sessions_ended")
    assert (event.person_id is not None, event.detail["device"]) == (True, "Edge on Windows")


def test_everywhere_else_ends_all_but_this(phone, office, carla):
    third = at("192.0.2.1", "curl/8")
    assert "An unknown device" in text(phone)
    phone.post(f"{PAGE}others/")
    assert [logged_in_as(each) is None for each in (phone, office, third)] == [False, True, True]
    assert "You are logged in nowhere else." in text(phone)


def test_nobody_ends_or_sees_the_sessions_of_others(cast, phone):
    bob = let_in(cast.owner, cast.beta, "bob@beta.example", "Bob")
    bobs = browser_of(bob.user)
    number = Session.objects.get(user=phone.session["_auth_user_id"]).number
    assert bobs.post(f"{PAGE}{number}/").status_code == 404
    bobs.post(f"{PAGE}others/")
    assert logged_in_as(phone)
    assert "iPhone" not in text(bobs)


def test_the_team_has_the_same_on_its_own_profile(cast):
    here, there = browser_of(cast.sam), browser_of(cast.sam)
    assert "Where you are logged in" in text(here, "/profile/sessions/")
    here.post("/profile/sessions/others/")
    assert there.get("/home/").status_code == 302
    assert Event.objects.get(name="login.sessions_ended").actor_id == cast.sam.pk


def test_a_new_password_ends_the_others_and_their_rows(phone, office, carla):
    phone.post("/portal/profile/password/", {"current": PASSWORD, "new": "bread rises slowly"})
    assert list(Session.objects.filter(user=carla.user).values_list("pk", flat=True)) == [phone.session.session_key]
    assert logged_in_as(office) is None
    assert "Safari on an iPhone" in text(phone)


def test_a_forgotten_password_set_anew_ends_them_all(cast, phone, office, carla):
    reset_password(cast.firm, key_for(carla.user), new="bread rises slowly")
    assert not Session.objects.filter(user=carla.user).exists()


def test_removed_access_ends_the_session_that_a_new_password_gave_another_key(cast, phone, carla):
    phone.post("/portal/profile/password/", {"current": PASSWORD, "new": "bread rises slowly"})
    remove_access(cast.owner, carla, client=cast.acme)
    assert logged_in_as(phone) is None


def test_a_new_key_is_the_same_session_to_people(phone):
    before = Session.objects.get(session_key=phone.session.session_key)
    phone.post("/portal/profile/password/", {"current": PASSWORD, "new": "bread rises slowly"})
    after = Session.objects.get(session_key=phone.session.session_key)
    assert after.pk != before.pk
    assert (after.number, after.logged_in_at) == (before.number, before.logged_in_at)


def test_being_seen_is_noted_once_a_minute_and_costs_nothing_in_between(phone):
    later = clock.now() + timedelta(seconds=90)
    with time_machine.travel(later, tick=False):
        phone.get(PAGE)
        assert Session.objects.get(session_key=phone.session.session_key).seen_at == later
        with statements() as caught:
            phone.get(PAGE)
        assert not [each for each in caught if each["sql"].startswith("UPDATE")]


def test_a_stranger_s_session_says_nothing_of_whose_it_is(client, cast):
    client.post("/login/code/", {"email": "nobody@acme.example"})
    row = Session.objects.get()
    assert (row.user, row.address, row.user_agent) == (None, None, "")


def test_the_key_of_a_portal_session_follows_a_new_password(phone, carla):
    phone.post("/portal/profile/password/", {"current": PASSWORD, "new": "bread rises slowly"})
    assert WebSession.objects.get(person=carla).session_key == phone.session.session_key


def test_sessions_that_are_over_are_forgotten_and_the_others_stay(phone, office):
    Session.objects.filter(pk=office.session.session_key).update(expire_date=clock.now())
    assert forget_sessions() == 1
    assert [logged_in_as(each) is None for each in (phone, office)] == [False, True]


def test_a_stolen_session_that_is_not_fresh_ends_no_other(phone, office):
    Session.objects.filter(pk=phone.session.session_key).update(logged_in_at=clock.now() - timedelta(hours=1))
    assert "Is it you?" in phone.post(f"{PAGE}others/").content.decode()
    assert logged_in_as(office)
