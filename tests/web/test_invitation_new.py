"""The link in an invite, for somebody who has no login yet."""

import pytest
from django.test import Client as Browser

from latchstring.accounts.actions.set_sign_in_rules import set_sign_in_rules
from latchstring.accounts.models import User
from latchstring.audit.models import Event
from latchstring.mail.models import MailLink, Message
from latchstring.policy.sign_in import Method, Rules
from latchstring.portals.ends import end_of
from latchstring.portals.models import Access, Invite, PortalUser, WebSession
from tests.portals.ends_kit import days
from tests.web.doorstep import CARLA, PASSWORD, ask_code, enter_code, log_in, logged_in_as, mailed_code, sent_token

SCANNERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
    "Barracuda Sentinel (EE)",
    "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1) SafeLinks",
    "curl/8.0",
    "",
)


@pytest.fixture
def link(cast):
    message = "We have moved.\n\nCall <b>Joan</b>."
    return f"/i/{sent_token(cast.owner, cast.acme, message=message)}/"


def accept(browser, link, **fields):
    return browser.post(link, {"name": "Carla Acme", "password": PASSWORD} | fields)


def facts():
    """Everything that a look might change."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (User, PortalUser, Access, Invite, MailLink, Message, Event, WebSession)
    ]


def test_the_page_says_who_invites_to_what_and_until_when(client, cast, link):
    page = client.get(link).content.decode()
    for words in ("Olive has invited you", "Acme Bakery LLC", CARLA, "Carla Acme", "This link works once, until"):
        assert words in page
    assert "Call &lt;b&gt;Joan&lt;/b&gt;." in page


def test_the_page_says_how_far_the_access_goes(client, cast, link):
    assert "Your access" not in client.get(link).content.decode()
    last = days(10, cast.firm)
    Access.objects.update(scope="files-only", ends_at=end_of(last, cast.firm))
    told = f"Your access covers files only, until {last:%B} {last.day}, {last.year}."
    assert told in client.get(link).content.decode()


def test_looking_changes_nothing_however_often_and_by_whom(link):
    before = facts()
    for number in range(20):
        browser = Browser(headers={"User-Agent": SCANNERS[number % len(SCANNERS)]})
        assert browser.get(link).status_code == 200
        assert browser.head(link).status_code == 200
        assert browser.options(link).status_code == 405
        assert "session" not in browser.cookies
    assert facts() == before


def test_no_script_presses_the_button(client, link):
    page = client.get(link).content.decode()
    assert "onload" not in page
    assert 'http-equiv="refresh"' not in page
    assert "requestSubmit" not in page


def test_the_button_opens_the_portal(client, cast, link):
    answer = accept(client, link)
    assert (answer.status_code, answer["Location"]) == (302, "/portal/")
    person = PortalUser.objects.get(address=CARLA)
    assert logged_in_as(client) == person.user
    assert person.user.check_password(PASSWORD)
    assert Access.objects.get(person=person).accepted_at is not None
    assert Invite.objects.get(person=person).accepted_at is not None
    assert (person.web_sessions, WebSession.objects.count()) == (1, 1)
    assert client.get("/portal/", follow=True).status_code == 200


def test_what_happened_is_in_the_log_without_the_link(client, link):
    accept(client, link)
    names = set(Event.objects.values_list("name", flat=True))
    assert {"access.accepted", "login.succeeded"} <= names
    token = link.removeprefix("/i/").rstrip("/")
    assert not any(token in str(event.__dict__) for event in Event.objects.all())


def test_the_link_is_in_no_line_of_the_servers_log(client, link, caplog):
    client.get(link)
    accept(client, link)
    Browser().get(link)
    assert link.removeprefix("/i/").rstrip("/") not in caplog.text


def test_accepting_sends_no_email(client, link):
    before = Message.objects.count()
    accept(client, link)
    assert Message.objects.count() == before


def test_the_session_gets_a_new_key(client, link):
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["session"] = planted
    accept(client, link)
    assert client.cookies["session"].value != planted
    assert not client.session.__class__().exists(planted)


def test_without_a_password_codes_by_email_open_the_portal(client, link):
    assert accept(client, link, password="", without="yes")["Location"] == "/portal/"
    user = User.objects.get(email=CARLA)
    assert not user.has_usable_password()
    browser = Browser()
    ask_code(browser)
    enter_code(browser, mailed_code())
    assert logged_in_as(browser) == user


def test_a_passkey_is_made_on_the_next_page(client, cast, link):
    answer = accept(client, link, password="", without="passkey")
    assert answer["Location"] == "/portal/profile/second/passkey/"
    assert not User.objects.get(email=CARLA).has_usable_password()
    assert "Make a passkey on this device" in client.get(answer["Location"]).content.decode()
    assert logged_in_as(client)


def test_a_passkey_is_offered_where_the_firm_lets_clients_in_by_one(client, cast, link):
    assert "Use a passkey" in client.get(link).content.decode()
    set_sign_in_rules(cast.owner, team=Rules(), clients=Rules(methods={Method.PASSWORD, Method.CODE}))
    assert "Use a passkey" not in client.get(link).content.decode()


def test_the_button_without_a_password_ignores_what_stands_in_the_field(client, link):
    accept(client, link, password="short", without="yes")
    assert logged_in_as(client)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "Enter your name."),
        ({"password": ""}, "Choose a password, or continue without one."),
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "carla@acme.example"}, "too similar"),
        ({"password": "Alder & Pike 2026!"}, "words that stand on this page"),
        ({"name": "C" * 151}, "150 characters"),
    ],
)
def test_a_mistake_is_told_at_the_field_and_leaves_the_link(client, link, fields, sentence):
    answer = accept(client, link, **fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not User.objects.filter(email=CARLA).exists()
    assert logged_in_as(client) is None
    assert accept(client, link)["Location"] == "/portal/"


def test_what_was_typed_is_kept_but_for_the_password(client, link):
    page = accept(client, link, name="Carla B. Acme", password="short").content.decode()
    assert 'value="Carla B. Acme"' in page
    assert "short" not in page.replace("short sentence", "").replace("too short", "")


def test_nobody_makes_themselves_somebody_else_by_the_form(client, cast, link):
    accept(client, link, email="olive@alder-pike.example", is_active="", role="owner", firm=str(cast.rival.pk))
    user = logged_in_as(client)
    assert (user.email, user.memberships.count()) == (CARLA, 0)


def test_only_our_own_page_can_press_the_button(link):
    assert accept(Browser(enforce_csrf_checks=True), link).status_code == 403
    assert not User.objects.filter(email=CARLA).exists()


def test_the_page_keeps_its_address_to_itself(client, link):
    for answer in (client.get(link), accept(client, link)):
        assert answer["Referrer-Policy"] == "strict-origin"
        assert "no-store" in answer["Cache-Control"]


def test_a_person_of_several_clients_comes_into_all_of_them_at_once(client, cast, link):
    token = sent_token(cast.owner, cast.beta)
    accept(client, f"/i/{token}/")
    assert Access.objects.filter(accepted_at__isnull=False).count() == 2


def test_the_demand_for_a_name_is_met_by_the_one_we_know(client, link):
    assert 'value="Carla Acme"' in client.get(link).content.decode()


def test_a_password_of_theirs_lets_them_in_the_next_time(client, link):
    accept(client, link)
    browser = Browser()
    log_in(browser)
    assert logged_in_as(browser)
