"""Two people of one mailbox: one login, which says who is there; a PIN keeps them apart."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client as Browser

from latchstring.audit.models import Event
from latchstring.clients.models import Contact
from latchstring.mail.models import Message
from latchstring.portals.actions.change_email import change_email
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import Access, Invite, PortalUser, WebSession
from latchstring.portals.pins import MOST_TRIES
from tests.cast import make_client
from tests.portals.people import token_of
from tests.web.client_kit import browser_of
from tests.web.doorstep import let_in, log_in
from tests.web.factor_kit import with_app

HOME = "home@both.example"
WHO = "/login/who/"
PIN = "7391"


@pytest.fixture
def place(cast):
    """Harold and Wanda, with one address; Beta is his alone."""
    return make_client(cast.firm, "The Homes", ("Harold Home", HOME), ("Wanda Home", HOME))


@pytest.fixture
def harold(cast, place):
    person = let_in(cast.owner, place, HOME, "Harold Home")
    invite(cast.owner, cast.beta, people=[Invitee(HOME, "Harold Home")])
    return person


@pytest.fixture
def wanda(cast, place, harold):
    office, contact = browser_of(cast.olive.user), Contact.objects.get(client=place, name="Wanda Home")
    page = f"/clients/{place.pk}/contacts/{contact.pk}/beside/"
    assert "is also the address of Harold Home" in office.get(page).content.decode()
    assert Invite.objects.filter(address=HOME).count() == 1
    assert office.post(page)["Location"] == f"/clients/{place.pk}/"
    person = PortalUser.objects.get(address=HOME, place=1)
    browser = Browser()
    log_in(browser, HOME)
    browser.post(f"/i/{token_of(person)}/")
    person.refresh_from_db()
    assert person.user_id == harold.user_id
    return person


def choose(browser, person, pin="", **more):
    return browser.post(WHO, {"person": person.pk, "pin": pin, **more})


def came(person, pin=""):
    browser = Browser()
    log_in(browser, HOME)
    choose(browser, person, pin)
    return browser


def set_pin(person, pin=PIN):
    assert came(person).post("/portal/profile/pin/", {"new": pin}).status_code == 302
    person.refresh_from_db()


def sees(browser, client):
    return browser.get(f"/portal/{client.pk}/").status_code


def test_who_accepts_beside_another_is_that_person_at_once(cast, place, harold, wanda):
    assert (harold.place, wanda.place) == (0, 1)
    assert set(Access.objects.live().filter(person=wanda).values_list("client", flat=True)) == {place.pk}
    assert WebSession.objects.filter(person=wanda).count() == 1


def test_after_logging_in_somebody_says_who_they_are_and_sees_what_is_theirs(cast, place, harold, wanda):
    browser = Browser()
    answer = log_in(browser, HOME, next=f"/portal/{place.pk}/")
    assert answer["Location"] == f"/portal/{place.pk}/"
    asked = browser.get(answer["Location"])
    assert asked["Location"] == f"{WHO}?{urlencode({'next': answer['Location']})}"
    page = browser.get(asked["Location"]).content.decode()
    assert "Harold Home" in page
    assert "Wanda Home" in page
    assert "PIN" not in page.split("<form")[1].split("Go on")[0]
    assert choose(browser, wanda, next=f"/portal/{place.pk}/")["Location"] == f"/portal/{place.pk}/"
    assert (sees(browser, place), sees(browser, cast.beta)) == (200, 404)


def test_switching_opens_the_others_things_and_shuts_ones_own(cast, place, harold, wanda):
    browser = came(wanda)
    key = browser.session.session_key
    choose(browser, harold)
    assert sees(browser, cast.beta) == 200
    assert browser.session.session_key != key
    assert WebSession.objects.get(session_key=key, person=wanda).ended_at
    assert WebSession.objects.get(session_key=browser.session.session_key, person=harold).ended_at is None


def test_last_login_and_the_log_are_of_the_person(harold, wanda):
    before = PortalUser.objects.get(pk=harold.pk)
    came(wanda)
    harold.refresh_from_db()
    wanda.refresh_from_db()
    assert (harold.last_login_at, harold.web_sessions) == (before.last_login_at, before.web_sessions)
    assert wanda.web_sessions == 2
    chosen = Event.objects.filter(name="person.chosen").latest("id")
    assert (chosen.person_id, chosen.actor_id) == (wanda.pk, wanda.pk)
    assert Event.objects.filter(name="login.succeeded", actor_id=None, actor_name=HOME).exists()


def test_a_pin_stands_between_them(cast, harold, wanda):
    set_pin(harold)
    assert check_password(PIN, harold.pin)
    assert PIN not in harold.pin
    browser = Browser()
    log_in(browser, HOME)
    assert choose(browser, harold).status_code == 422
    wrong = choose(browser, harold, "1470")
    assert wrong.status_code == 422
    assert "This is not the PIN of Harold Home." in wrong.content.decode()
    assert sees(browser, cast.beta) == 302
    assert choose(browser, harold, PIN).status_code == 302
    assert sees(browser, cast.beta) == 200
    assert Message.objects.filter(kind="pin-changed", to_address=HOME).count() == 1


def test_a_new_pin_is_asked_for_wherever_somebody_is_already_in(cast, harold, wanda):
    elsewhere = came(harold)
    set_pin(harold)
    assert sees(elsewhere, cast.beta) == 302


def test_a_pin_is_asked_for_also_where_the_other_has_left(cast, harold, wanda):
    set_pin(harold)
    remove_access(cast.owner, wanda)
    browser = Browser()
    log_in(browser, HOME)
    assert sees(browser, cast.beta) == 302
    assert client_actor_for(harold.user, cast.firm) is None


def test_wrong_pins_are_limited_and_after_ten_the_office_must_help(cast, harold, wanda):
    set_pin(harold)
    browser = Browser()
    log_in(browser, HOME)
    answers = [choose(browser, harold, "1470").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert choose(browser, harold, PIN).status_code == 429
    PortalUser.objects.filter(pk=harold.pk).update(pin_tries=MOST_TRIES)
    office = browser_of(cast.olive.user)
    office.post(f"/clients/access-doctor/{harold.pk}/forgive/")
    shut = choose(browser, harold, PIN)
    assert shut.status_code == 422
    assert "too many wrong PINs" in shut.content.decode()
    assert Event.objects.filter(name="pin.shut", person_id=harold.pk).exists()
    assert "shut after too many wrong ones" in office.get("/clients/access-doctor/", {"q": "Harold"}).content.decode()


def test_the_office_resets_a_pin_and_the_mailbox_is_told(cast, harold, wanda):
    set_pin(harold)
    browser = came(harold, PIN)
    office = browser_of(cast.olive.user)
    page = f"/clients/access-doctor/{harold.pk}/reset-pin/"
    assert office.get(page).status_code == 200
    assert office.post(page).status_code == 302
    harold.refresh_from_db()
    assert harold.pin == ""
    assert sees(browser, cast.beta) == 302
    assert "Olive took the PIN" in str(Message.objects.filter(kind="pin-changed").latest("id").fields)
    assert Event.objects.get(name="pin.reset").person_id == harold.pk


@pytest.mark.parametrize("bad", ["", "123", "1234", "4321", "7777", "73a1", "123456789"])
def test_a_pin_that_is_easy_to_guess_is_refused(harold, wanda, bad):
    assert came(wanda).post("/portal/profile/pin/", {"new": bad}).status_code == 422
    wanda.refresh_from_db()
    assert wanda.pin == ""


def test_changing_a_pin_needs_the_one_before(harold, wanda):
    set_pin(wanda)
    browser = came(wanda, PIN)
    assert browser.post("/portal/profile/pin/", {"new": "9051"}).status_code == 422
    assert browser.post("/portal/profile/pin/", {"current": PIN, "new": "9051"}).status_code == 302
    assert browser.post("/portal/profile/pin/", {"current": "9051", "remove": "1"}).status_code == 302
    wanda.refresh_from_db()
    assert wanda.pin == ""


def test_nobody_of_another_login_can_be_chosen(cast, harold, wanda):
    carla = let_in(cast.owner, cast.acme)
    browser = Browser()
    log_in(browser, HOME)
    assert choose(browser, carla).status_code == 422
    assert sees(browser, cast.acme) == 302


def test_a_second_step_is_of_the_login_and_its_page_says_so_to_who_shares_it(cast, harold, wanda):
    says = "Others use this login too, and are asked for it as well."
    assert says in came(wanda).get("/portal/profile/second/").content.decode()
    with_app(wanda.user)
    assert log_in(Browser(), HOME)["Location"] == "/login/second/"
    carla = let_in(cast.owner, cast.acme)
    assert says not in browser_of(carla.user).get("/portal/profile/second/").content.decode()


def test_who_is_alone_at_a_login_is_never_asked(cast, harold):
    browser = Browser()
    log_in(browser, HOME)
    assert sees(browser, cast.beta) == 200
    assert browser.get(WHO)["Location"] == "/"
    assert browser.get("/portal/profile/pin/")["Location"] == "/portal/profile/"


def test_an_invite_to_another_client_finds_the_right_one_of_them(cast, harold, wanda):
    invite(cast.owner, cast.acme, people=[Invitee(HOME, "Wanda Home")])
    assert Access.objects.get(client=cast.acme).person == wanda


def test_who_moves_to_an_address_of_their_own_leaves_the_other_be(cast, place, harold, wanda):
    change_email(cast.owner, wanda, email="wanda@own.example")
    wanda.refresh_from_db()
    assert (wanda.place, wanda.address) == (0, "wanda@own.example")
    addresses = dict(Contact.objects.filter(client=place).values_list("name", "address"))
    assert addresses == {"Harold Home": HOME, "Wanda Home": "wanda@own.example"}


def test_the_record_shows_each_with_their_own_access(cast, place, harold, wanda):
    page = browser_of(cast.olive.user).get(f"/clients/{place.pk}/portal/").content.decode()
    assert "Shares an address" not in page
    assert page.count("Already has access") == 2


def test_inviting_beside_twice_makes_no_third(cast, place, harold, wanda):
    contact = Contact.objects.get(client=place, name="Wanda Home")
    answer = browser_of(cast.olive.user).post(f"/clients/{place.pk}/contacts/{contact.pk}/beside/")
    assert "has a portal user already" in answer.content.decode()
    assert PortalUser.objects.filter(address=HOME).count() == 2
