"""A client moves to another address: a code to the new one first, the old one is told, and nobody else is moved."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client as Browser

from latchstring.accounts.models import User
from latchstring.audit.models import Event
from latchstring.clients.models import Contact
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import Refused
from latchstring.portals.actions.accept import accept
from latchstring.portals.actions.change_own_email import change_own_email
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.actions.invite_beside import invite_beside
from latchstring.portals.actors import viewing_actor_for
from latchstring.portals.models import Access, Invite, PortalUser
from tests.portals.people import token_of
from tests.web.client_kit import browser_of
from tests.web.doorstep import CARLA, PASSWORD, let_in, log_in, logged_in_as, mailed_code, make_login

PAGE, CODE = "/portal/profile/email/", "/portal/profile/email/code/"
NEW = "Carla@new.example"


@pytest.fixture
def carla(cast):
    cache.clear()
    return let_in(cast.owner, cast.acme)


def ask(browser, email=NEW):
    answer = browser.post(PAGE, {"email": email})
    assert answer["Location"] == CODE
    return browser


def move(browser, email=NEW):
    ask(browser, email)
    return browser.post(CODE, {"code": mailed_code(email)})


def test_nothing_changes_before_the_code(carla):
    browser = ask(browser_of(carla.user))
    assert browser.post(CODE, {"code": "000000"}).status_code == 422
    carla.refresh_from_db()
    assert (carla.email, carla.user.email) == (CARLA, CARLA)
    assert not Message.objects.filter(kind="email-changed").exists()


def test_who_is_alone_at_the_login_keeps_it_with_all_that_is_theirs(cast, carla):
    browser, elsewhere = browser_of(carla.user), Browser()
    log_in(elsewhere)
    before = set(Access.objects.live().filter(person=carla).values_list("pk", flat=True))
    assert move(browser)["Location"] == "/portal/profile/"
    now = PortalUser.objects.get(pk=carla.pk)
    assert (now.email, now.user_id, now.user.email) == (NEW, carla.user_id, NEW.lower())
    assert set(Access.objects.live().filter(person=carla).values_list("pk", flat=True)) == before
    assert Contact.objects.get(client=cast.acme, name="Carla Acme").address == NEW.lower()
    told = Message.objects.get(kind="email-changed")
    assert told.to_address == CARLA
    assert "Carla Acme changed the address" in told.letter.text
    event = Event.objects.get(name="email.changed")
    assert (event.actor_id, event.detail["from"], event.detail["to"]) == (carla.pk, CARLA, NEW)
    assert browser.get("/portal/profile/").status_code == 200
    assert elsewhere.get("/portal/profile/")["Location"].startswith("/login/?")
    assert logged_in_as(_came(CARLA)) is None
    assert logged_in_as(_came(NEW)) == carla.user


def _came(email):
    browser = Browser()
    log_in(browser, email, PASSWORD)
    return browser


def test_who_shares_the_login_moves_alone_and_confirms_by_a_link(cast, carla):
    Contact.objects.create(firm=cast.firm, client=cast.acme, name="Carl Acme", email=CARLA, address=CARLA)
    invite_beside(cast.owner, cast.acme, Contact.objects.get(client=cast.acme, name="Carl Acme"))
    carl = accept(token_of(PortalUser.objects.get(address=CARLA, place=1)), user=carla.user).person
    browser = browser_of(carla.user)
    browser.post("/login/who/", {"person": carl.pk})
    move(browser, "carl@own.example")
    carl.refresh_from_db()
    assert (carl.email, carl.user.email) == ("carl@own.example", CARLA)
    assert PortalUser.objects.get(pk=carla.pk).email == CARLA
    assert Invite.objects.latest("id").address == "carl@own.example"


def test_who_is_at_two_firms_moves_at_this_one(cast, carla):
    invite(cast.rival_owner, cast.rival_client, people=[Invitee(CARLA, "Carla")])
    there = accept(token_of(PortalUser.objects.get(firm=cast.rival, address=CARLA)), user=carla.user).person
    move(browser_of(carla.user))
    there.refresh_from_db()
    assert (there.email, User.objects.get(pk=carla.user_id).email) == (CARLA, CARLA)
    assert PortalUser.objects.get(pk=carla.pk).email == NEW


def test_an_address_of_another_portal_user_is_refused_only_once_it_is_read(cast, carla):
    let_in(cast.owner, cast.beta, "bob@beta.example", "Bob")
    refused = move(browser_of(carla.user), "bob@beta.example")
    assert "can’t be used here" in refused.content.decode()
    carla.refresh_from_db()
    assert (carla.email, carla.user.email) == (CARLA, CARLA)


def test_an_address_that_has_a_login_is_joined_only_by_its_own_link(carla):
    there = make_login(NEW, "Carla elsewhere")
    move(browser_of(carla.user))
    carla.refresh_from_db()
    assert (carla.email, carla.user.email, carla.user_id == there.pk) == (NEW, CARLA, False)
    assert Invite.objects.latest("id").address == NEW.lower()


def test_five_wrong_codes_end_it_and_the_right_one_works_once(carla):
    browser = ask(browser_of(carla.user))
    for _ in range(5):
        browser.post(CODE, {"code": "000000"})
    assert browser.post(CODE, {"code": mailed_code(NEW)})["Location"] == PAGE
    carla.refresh_from_db()
    assert carla.email == CARLA
    ask(browser)
    for after in ("/portal/profile/", PAGE):
        assert browser.post(CODE, {"code": mailed_code(NEW)})["Location"] == after


def test_a_code_in_another_browser_or_after_ten_minutes_is_worth_nothing(carla):
    browser = ask(browser_of(carla.user))
    assert browser_of(carla.user).post(CODE, {"code": mailed_code(NEW)})["Location"] == PAGE
    with time_machine.travel(clock.now() + timedelta(minutes=10)):
        assert browser.post(CODE, {"code": mailed_code(NEW)})["Location"] == PAGE


@pytest.mark.parametrize("bad", ["", "no", CARLA, "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example"])
def test_what_is_no_new_address_gets_no_code(carla, bad):
    assert browser_of(carla.user).post(PAGE, {"email": bad}).status_code == 422
    assert not Message.objects.filter(kind="login-code").exists()


def test_codes_are_limited_whatever_the_addresses(carla):
    browser = browser_of(carla.user)
    for count in range(5):
        ask(browser, f"new{count}@new.example")
    assert "Too many tries" in browser.post(PAGE, {"email": "new6@new.example"}).content.decode()


def test_who_has_a_pin_shows_it_first(carla):
    PortalUser.objects.filter(pk=carla.pk).update(pin="x")
    browser = browser_of(carla.user)
    session = browser.session
    session["person"] = str(carla.pk)
    session.save()
    for answer in (browser.get(PAGE), browser.post(PAGE, {"email": NEW})):
        assert answer["Location"].startswith("/login/who/")
    assert not Message.objects.filter(kind="login-code").exists()


def test_who_views_as_them_moves_nobody(cast, carla):
    with pytest.raises(Refused):
        change_own_email(viewing_actor_for(cast.owner, carla.pk), email=NEW, proved=True)
