"""What a firm asks of those who log in: set on a page, kept at every door, and biting on the next request."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser

from latchstring.accounts.actions.set_sign_in_rules import BadRules, set_sign_in_rules
from latchstring.accounts.models import SignInRules
from latchstring.audit.models import Event
from latchstring.firms.models import Domain
from latchstring.kernel import clock
from latchstring.policy.actor import Kind, Refused
from latchstring.policy.sign_in import TO_BEGIN_WITH, Method, Rules
from tests.web.client_kit import browser_of, count
from tests.web.doorstep import PASSWORD, ask_code, enter_code, let_in, log_in, logged_in_as, mailed_code
from tests.web.factor_kit import app_code, with_app

PAGE = "/settings/sign-in/"
TWO = Rules(two_factors=True)


@pytest.fixture
def carla(cast):
    return let_in(cast.owner, cast.acme).user


def rule(cast, team=None, clients=None):
    set_sign_in_rules(cast.owner, team=team or Rules(), clients=clients or Rules())


def typed(**changed):
    fields = {f"{side}-{name}": value for side in ("team", "clients") for name, value in
              {"methods": ["password", "code", "passkey"], "hours": "336", "idle_minutes": "0"}.items()}  # fmt: skip
    return fields | {name.replace("__", "-"): value for name, value in changed.items()}


def test_the_page_saves_notes_and_says_when(cast):
    olive = browser_of(cast.olive)
    assert olive.post(PAGE, typed(team__two_factors="on", clients__idle_minutes="30"))["Location"] == PAGE
    kept = SignInRules.objects.get(firm=cast.firm)
    assert (kept.team["two_factors"], kept.clients["two_factors"]) == (True, False)
    assert kept.clients["idle_minutes"] == 30
    event = Event.objects.get(name="sign_in.changed")
    assert (event.actor_id, event.detail["before"]["team"]["two_factors"]) == (cast.olive.pk, False)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"team__methods": []}, "Leave at least one way to log in."),
        ({"clients__methods": []}, "Leave at least one way to log in."),
        ({"team__methods": ["smoke"]}, "Select a valid choice."),
        ({"team__hours": "0"}, "greater than or equal to 1"),
        ({"clients__hours": "9999"}, "less than or equal to 336"),
        ({"clients__idle_minutes": "3"}, "Enter 5 to 1,440 minutes"),
    ],
)
def test_a_wrong_value_is_explained_and_nothing_is_kept(cast, wrong, sentence):
    answer = browser_of(cast.olive).post(PAGE, typed(**wrong))
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not SignInRules.objects.filter(team__hours=1).exists()
    assert not Event.objects.filter(name="sign_in.changed").exists()


def test_staff_may_not(cast):
    with pytest.raises(Refused):
        set_sign_in_rules(cast.staff, team=TWO, clients=TWO)


def test_nobody_switches_off_the_way_they_came_in_by(cast):
    with pytest.raises(BadRules):
        set_sign_in_rules(cast.owner, team=Rules(methods={Method.PASSKEY}), clients=Rules(), how="password")


def test_the_same_again_is_not_noted(cast):
    rule(cast, team=TO_BEGIN_WITH[Kind.STAFF], clients=TO_BEGIN_WITH[Kind.CLIENT])
    rule(cast, team=TO_BEGIN_WITH[Kind.STAFF], clients=TO_BEGIN_WITH[Kind.CLIENT])
    assert not Event.objects.filter(name="sign_in.changed").exists()


def test_who_lacks_a_second_step_reaches_nothing_but_its_set_up(cast):
    sam = browser_of(cast.sam)
    assert sam.get("/home/").status_code == 200
    rule(cast, team=TWO)
    for path in ("/home/", "/clients/", "/profile/", "/profile/password/", f"/clients/{cast.acme.pk}/"):
        assert sam.get(path)["Location"] == "/profile/second/"
    assert sam.post("/profile/", {"name": "Sam"})["Location"] == "/profile/second/"
    assert "asks for a second step" in sam.get("/profile/second/").content.decode()
    assert sam.get("/profile/second/app/").status_code == 200
    assert sam.post("/logout/")["Location"] == "/login/"


def test_setting_one_up_opens_the_rest_at_once(cast, carla):
    rule(cast, clients=TWO)
    browser = browser_of(carla)
    assert browser.get("/portal/")["Location"] == "/portal/profile/second/"
    page = browser.get("/portal/profile/second/app/").content.decode()
    secret = page.split('<code class="break">')[1].split("<")[0]
    browser.post("/portal/profile/second/app/", {"code": app_code(secret)})
    assert browser.get("/portal/profile/").status_code == 200


def test_who_has_one_shows_it_in_a_session_that_began_without(cast):
    browser = browser_of(cast.sam)
    with_app(cast.sam.user)
    rule(cast, team=TWO)
    asked = browser.get("/home/")["Location"]
    assert asked == "/login/confirm/?next=%2Fhome%2F"
    assert browser.post(asked, {"confirm-code": app_code()})["Location"] == "/home/"
    assert browser.get("/home/").status_code == 200


def test_a_login_with_both_steps_is_enough(client, cast, carla):
    with_app(carla)
    rule(cast, clients=TWO)
    log_in(client)
    client.post("/login/second/", {"code": app_code()})
    assert client.get("/portal/profile/").status_code == 200


def test_each_side_has_its_own(cast, carla):
    rule(cast, team=TWO)
    assert browser_of(carla).get("/portal/profile/").status_code == 200


def test_each_firm_has_its_own(cast):
    rule(cast, team=TWO)
    Domain.objects.create(firm=cast.rival, host="portal.rival.example", verified_at=clock.now())
    rita = Browser(SERVER_NAME="portal.rival.example")
    rita.force_login(cast.rita.user, "latchstring.accounts.backend.Backend")
    assert rita.get("/home/").status_code == 200


def test_who_looks_as_a_client_goes_by_the_teams_rules(cast, carla):
    olive = browser_of(cast.olive)
    person = carla.people.get()
    access = person.accesses.get()
    olive.post(f"/view-as/{access.pk}/")
    session = olive.session
    session["viewing"] = {"person": str(person.pk), "access": str(access.pk)}
    session.save()
    assert olive.get("/portal/profile/").status_code == 200
    rule(cast, team=TWO)
    assert olive.get("/portal/profile/")["Location"] == "/profile/second/"


def test_a_session_ends_after_its_hours_and_after_its_rest(client, cast, carla):
    rule(cast, clients=Rules(hours=2, idle_minutes=30))
    log_in(client)
    began = clock.now()
    for minutes in (25, 50, 75, 100):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            assert client.get("/portal/profile/").status_code == 200
    with time_machine.travel(began + timedelta(minutes=121), tick=False):
        assert client.get("/portal/profile/")["Location"].startswith("/login/")
        assert logged_in_as(client) is None
        assert "logged in for a long time" in client.get("/login/").content.decode()
        log_in(client)
    with time_machine.travel(began + timedelta(minutes=153), tick=False):
        assert client.get("/portal/profile/")["Location"].startswith("/login/")
        assert "You were away for a while." in client.get("/login/").content.decode()


def test_a_way_that_is_switched_off_ends_its_sessions_and_lets_nobody_in(client, cast, carla):
    log_in(client)
    rule(cast, clients=Rules(methods={Method.CODE}), team=Rules(methods={Method.PASSWORD}))
    assert client.get("/portal/profile/")["Location"].startswith("/login/")
    answer = log_in(client)
    assert (answer.status_code, "Code by email" in answer.content.decode()) == (403, True)
    assert logged_in_as(client) is None
    ask_code(client)
    enter_code(client, mailed_code())
    assert logged_in_as(client) == carla


def test_the_login_page_offers_only_what_somebody_may_use(client, cast):
    rule(cast, team=Rules(methods={Method.PASSWORD}), clients=Rules(methods={Method.PASSWORD}))
    page = client.get("/login/").content.decode()
    assert ("Email me a login code" in page, "Other ways to log in" in page) == (False, False)
    rule(cast, team=Rules(methods={Method.CODE}), clients=Rules(methods={Method.CODE}))
    assert client.get("/login/?next=/home/")["Location"] == "/login/code/?next=%2Fhome%2F"


def test_the_rules_cost_a_page_no_statement(cast):
    browser = browser_of(cast.sam)
    before = count(browser, "/profile/")
    rule(cast, team=Rules(hours=12, idle_minutes=60))
    assert count(browser, "/profile/") == before


def test_a_forgotten_password_does_not_get_around_the_second_step(client, cast, carla):
    with_app(carla)
    rule(cast, clients=TWO)
    assert log_in(client, password=PASSWORD)["Location"] == "/login/second/"


def test_a_firm_that_has_set_nothing_has_an_end_by_rest(client, cast, carla):
    log_in(client)
    sam, began = browser_of(cast.sam), clock.now()
    with time_machine.travel(began + timedelta(minutes=61), tick=False):
        assert client.get("/portal/profile/")["Location"].startswith("/login/")
        assert sam.get("/home/").status_code == 200
    with time_machine.travel(began + timedelta(minutes=62, hours=8), tick=False):
        assert sam.get("/home/")["Location"].startswith("/login/")


def test_a_page_of_everybody_does_not_wake_a_session_that_rested(cast, carla):
    carla.set_unusable_password()
    carla.save()
    browser = browser_of(carla)
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
        assert browser.post("/login/confirm/", {"confirm-send": "on"}).status_code == 200
        assert browser.get("/portal/profile/")["Location"].startswith("/login/")


def test_a_form_that_waited_too_long_is_kept_and_used_once_it_is_them(client, carla):
    log_in(client)
    typed = {"name": "Carla of Acme", "phone": "", "time_zone": "", "language": ""}
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
        asked = client.post("/portal/profile/", typed).content.decode()
        assert "You were away for a while. What you typed is kept." in asked
        in_a_dialog = client.post("/portal/profile/", typed, headers={"HX-Request": "true"}).content.decode()
        for page in (asked, in_a_dialog):
            assert 'name="name" value="Carla of Acme"' in page
        assert not carla.people.filter(name="Carla of Acme").exists()
        assert client.post("/portal/profile/", typed | {"confirm-password": "wrong wrong wrong"}).status_code == 422
        assert client.post("/portal/profile/", typed | {"confirm-password": PASSWORD})["Location"]
        assert carla.people.filter(name="Carla of Acme").exists()
        assert client.get("/portal/profile/").status_code == 200


def test_what_is_ruled_besides_holds_for_that_form_too(client, cast, carla):
    log_in(client)
    rule(cast, clients=Rules(methods={Method.CODE}, idle_minutes=30))
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        answer = client.post("/portal/profile/", {"name": "Carla of Acme", "confirm-password": PASSWORD})
        assert answer["Location"].startswith("/login/")
        assert not carla.people.filter(name="Carla of Acme").exists()


def test_a_form_without_a_session_leads_back_to_its_page_and_says_so(client, cast):
    answer = client.post("/clients/bulk/", headers={"referer": "http://testserver/clients/?q=a"})
    assert answer["Location"] == "/login/?next=/clients/%3Fq%3Da"
    assert "so that was not saved" in client.get(answer["Location"]).content.decode()
    assert client.post("/clients/bulk/", headers={"referer": "http://evil.example/x"})["Location"] == "/login/"
    assert client.post("/clients/bulk/")["Location"] == "/login/"
