"""A passkey of one person who shares a login: it keeps the others out, and nothing but it opens."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser

from latchstring.audit.models import Event
from latchstring.clients.models import Contact
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import Refused
from latchstring.portals.actions.accept import accept
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.actions.invite_beside import invite_beside
from latchstring.portals.actions.set_passkey import add_passkey, remove_passkey
from latchstring.portals.actors import client_actor_for, viewing_actor_for
from latchstring.portals.models import PortalUser
from tests.cast import make_client
from tests.portals.people import token_of
from tests.web.client_kit import BACKEND, browser_of
from tests.web.doorstep import let_in
from tests.web.passkey_kit import HOST, SoftPasskey

HOME = "home@both.example"
WHO, MAKE, PIN = "/login/who/", "/portal/profile/passkeys/", "/portal/profile/pin/"
LOGIN, SECOND = "/login/passkey/", "/portal/profile/second/passkey/"


@pytest.fixture
def place(cast):
    return make_client(cast.firm, "The Homes", ("Harold Home", HOME), ("Wanda Home", HOME))


@pytest.fixture
def harold(cast, place):
    return let_in(cast.owner, place, HOME, "Harold Home")


@pytest.fixture
def wanda(cast, place, harold):
    invite_beside(cast.owner, place, Contact.objects.get(client=place, name="Wanda Home"))
    person = PortalUser.objects.get(address=HOME, place=1)
    return accept(token_of(person), user=harold.user).person


def logged_in(user):
    browser = Browser(SERVER_NAME=HOST)
    browser.force_login(user, BACKEND)
    return browser


def came(person, **more):
    browser = logged_in(person.user)
    assert browser.post(WHO, {"person": person.pk, **more}).status_code == 302
    return browser


def add(browser, passkey=None, name="My phone"):
    passkey = passkey or SoftPasskey()
    answer = browser.post(MAKE, {"name": name, "credential": passkey.made(browser.get(MAKE))})
    assert answer.status_code == 302
    return passkey


def show(browser, passkey, person=None, **more):
    said = {"credential": passkey.shown(browser.get(WHO), **more)}
    return browser.post(WHO, said | ({"person": person.pk} if person else {}))


def who(browser):
    return browser.session.get("person")


def test_it_is_made_told_noted_and_asked_for(harold, wanda):
    browser, elsewhere = came(harold), came(harold)
    passkey = add(browser)
    assert browser.get("/portal/profile/").status_code == 200
    assert elsewhere.get("/portal/profile/")["Location"].startswith("/login/?")
    assert Event.objects.get(name="passkey.added").detail["what"] == "My phone"
    assert "My phone" in Message.objects.get(kind="pin-changed", to_address=HOME).fields["change"]
    assert "My phone" in browser.get(MAKE).content.decode()
    asked = logged_in(harold.user)
    assert asked.post(WHO, {"person": harold.pk, "pin": "7391"}).status_code == 422
    assert who(asked) is None
    assert show(asked, passkey)["Location"] == "/portal/"
    assert who(asked) == str(harold.pk)
    assert asked.get("/portal/profile/").status_code == 200


def test_who_has_both_comes_in_by_either(harold, wanda):
    browser = came(harold)
    passkey = add(browser)
    assert browser.post(PIN, {"new": "7391"}).status_code == 302
    assert who(came(harold, pin="7391")) == str(harold.pk)
    assert show(logged_in(harold.user), passkey, harold).status_code == 302


def test_an_answer_is_good_once(harold, wanda):
    passkey = add(came(harold))
    browser = logged_in(harold.user)
    answer = {"credential": passkey.shown(browser.get(WHO)), "person": harold.pk}
    assert browser.post(WHO, answer).status_code == 302
    browser.post(WHO, {"person": wanda.pk})
    browser.get(WHO)
    assert browser.post(WHO, answer).status_code == 422
    assert who(browser) == str(wanda.pk)
    assert Event.objects.get(name="passkey.wrong").person_id == harold.pk


def test_a_copy_that_counts_behind_is_refused(harold, wanda):
    passkey = add(came(harold))
    assert show(logged_in(harold.user), passkey).status_code == 302
    passkey.count = 0
    assert show(logged_in(harold.user), passkey).status_code == 422


@pytest.mark.parametrize("more", [{"flags": 1}, {"flags": 0}])
def test_a_touch_alone_does_not_say_who_it_is(harold, wanda, more):
    passkey = add(came(harold))
    assert show(logged_in(harold.user), passkey, **more).status_code == 422


def test_the_passkey_of_the_other_opens_only_the_others(harold, wanda):
    add(came(harold))
    wandas = add(came(wanda))
    browser = logged_in(harold.user)
    refused = show(browser, wandas, harold)
    assert (refused.status_code, who(browser)) == (422, None)
    assert "Show the passkey of Harold Home." in refused.content.decode()
    assert show(browser, wandas).status_code == 302
    assert who(browser) == str(wanda.pk)


def test_a_passkey_of_the_login_says_nothing_about_who_is_here_as_its_page_says(harold, wanda):
    add(came(wanda))
    browser, logins = came(harold), SoftPasskey()
    page = browser.get(SECOND)
    assert "this passkey is for all of you" in page.content.decode()
    assert browser.post(SECOND, {"name": "Phone", "credential": logins.made(page)}).status_code == 200
    arrived = Browser(SERVER_NAME=HOST)
    arrived.post(LOGIN, {"credential": logins.shown(arrived.get(LOGIN))})
    assert arrived.get("/portal/")["Location"].startswith(WHO)
    for person in (None, wanda):
        assert show(arrived, logins, person).status_code == 422
    assert who(arrived) is None


def test_one_of_another_firm_is_unknown_here(cast, harold, wanda):
    add(came(harold))
    wandas = add(came(wanda))
    there = make_client(cast.rival, "The Homes", ("Harold Home", HOME))
    invite(cast.rival_owner, there, people=[Invitee(HOME, "Harold Home")])
    abroad = accept(token_of(PortalUser.objects.get(firm=cast.rival, address=HOME)), user=harold.user).person
    abroad.passkeys = PortalUser.objects.get(pk=wanda.pk).passkeys
    abroad.save(update_fields=["passkeys"])
    PortalUser.objects.filter(pk=wanda.pk).update(passkeys=[])
    browser = logged_in(harold.user)
    for person in (None, harold, abroad):
        assert show(browser, wandas, person).status_code == 422
    assert who(browser) is None


@pytest.mark.parametrize("junk", ["{", "null", "[]", "1", "{}", '{"id": []}', '{"id": "AA", "rawId": "AA"}'])
def test_junk_is_sent_back_with_a_sentence(harold, wanda, junk):
    browser = came(harold)
    browser.get(MAKE)
    assert browser.post(MAKE, {"name": "Mine", "credential": junk}).status_code == 422
    add(browser)
    stranger = logged_in(harold.user)
    for chosen in ({}, {"person": harold.pk}):
        stranger.get(WHO)
        assert stranger.post(WHO, {"credential": junk, **chosen}).status_code == 422


def test_what_keeps_others_out_is_changed_only_by_who_has_just_shown_it(harold, wanda):
    browser = came(harold)
    passkey = add(browser)
    browser = logged_in(harold.user)
    show(browser, passkey)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        for page, posted in ((MAKE, {"remove": harold.pk}), (PIN, {"new": "7391"})):
            assert browser.get(page)["Location"] == f"{WHO}?next={page.replace('/', '%2F')}"
            assert browser.post(page, posted)["Location"].startswith(WHO)
    harold.refresh_from_db()
    assert (len(harold.passkeys), harold.pin) == (1, "")


def test_it_can_be_taken_away_again(harold, wanda):
    browser = came(harold)
    add(browser)
    harold.refresh_from_db()
    browser.post(MAKE, {"remove": harold.passkeys[0]["id"]})
    assert who(came(harold)) == str(harold.pk)
    assert Event.objects.filter(name="passkey.removed", person_id=harold.pk).exists()


def test_five_are_enough_and_the_same_one_is_one(harold, wanda):
    browser = came(harold)
    one = add(browser)
    again = browser.post(MAKE, {"name": "Again", "credential": one.made(browser.get(MAKE))})
    assert "in your list already" in again.content.decode()
    for _ in range(4):
        add(browser)
    sixth = browser.post(MAKE, {"name": "Sixth", "credential": SoftPasskey().made(browser.get(MAKE))})
    assert "You have 5 passkeys." in sixth.content.decode()


def test_the_office_resets_it(cast, harold, wanda):
    browser = came(harold)
    add(browser)
    office = browser_of(cast.olive.user)
    assert office.post(f"/clients/access-doctor/{harold.pk}/reset-pin/").status_code == 302
    harold.refresh_from_db()
    assert harold.passkeys == []
    assert browser.get("/portal/profile/").status_code == 302
    assert "took the passkeys of Harold Home away" in str(Message.objects.latest("id").fields)


def test_who_is_alone_has_none_and_needs_none(harold):
    assert came(harold).get(MAKE)["Location"] == "/portal/profile/"
    assert client_actor_for(harold.user, harold.firm).person_id == harold.pk


def test_who_views_as_them_makes_none(cast, harold, wanda):
    viewing = viewing_actor_for(cast.owner, harold.pk)
    with pytest.raises(Refused):
        remove_passkey(viewing, passkey="x", proved=True)
    with pytest.raises(Refused):
        add_passkey(viewing, name="Mine", answer=None, proved=True)
