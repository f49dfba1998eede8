"""Before something dangerous a session that is not fresh shows again who is there: by what the login has."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from latchstring.accounts.models import Session, TeamMember
from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.web.common.limits import LIMITS
from latchstring.web.common.stepping_up import ALWAYS, CHANGES
from tests.doors.table import DOORS
from tests.web.client_kit import browser_of
from tests.web.doorstep import PASSWORD, let_in, mailed_code
from tests.web.factor_kit import app_code, with_app

EXPORT, INVITE = "/clients/export.csv", "/settings/team/invite/"
SOMEBODY = {"email": "new@alder-pike.example", "name": "Nell", "role": "staff"}


def stale(browser):
    """The same session, an hour after its login."""
    Session.objects.filter(pk=browser.session.session_key).update(logged_in_at=clock.now() - timedelta(hours=1))
    return browser


@pytest.fixture
def olive(cast):
    cast.olive.user.set_password(PASSWORD)
    cast.olive.user.save()
    return stale(browser_of(cast.olive))


def invited():
    return TeamMember.objects.filter(address=SOMEBODY["email"]).exists()


def test_every_dangerous_route_is_one_of_ours():
    assert set(DOORS) >= ALWAYS | CHANGES
    assert all("POST" in DOORS[name].methods for name in CHANGES)


def test_every_export_is_dangerous():
    assert {name for name in DOORS if "export" in name} <= ALWAYS


PLAIN = sorted(name for name in ALWAYS if name != "profile-second-remove" and not name.startswith("portal"))


IDS = {"client-seen-export": 1, "file-seen-export": 2, "review-evidence": 1, "doctor-code": 1}
"""Of nothing that is there: who it is gets asked before."""


@pytest.mark.parametrize("name", PLAIN)
def test_a_stale_session_is_asked_at_each(olive, name):
    method = "GET" if "GET" in DOORS[name].methods else "POST"
    answer = getattr(olive, method.lower())(reverse(name, args=[uuid4()] * IDS.get(name, 0)))
    assert "Is it you?" in (olive.get(answer["Location"]) if method == "GET" else answer).content.decode()


def test_a_fresh_one_is_not_asked(cast):
    assert browser_of(cast.olive).get(EXPORT).status_code == 200


def test_a_page_is_asked_for_again_after_the_password(olive):
    asked = olive.get(f"{EXPORT}?q=acme")["Location"]
    assert asked == "/login/confirm/?next=%2Fclients%2Fexport.csv%3Fq%3Dacme"
    assert olive.post(asked, {"confirm-password": "wrong wrong wrong"}).status_code == 422
    assert olive.post(asked, {"confirm-password": PASSWORD})["Location"] == f"{EXPORT}?q=acme"
    assert olive.get(EXPORT).status_code == 200


def test_what_was_typed_waits_and_is_used_once_it_is_them(olive):
    page = olive.post(INVITE, SOMEBODY).content.decode()
    assert "Is it you?" in page
    assert 'name="email" value="new@alder-pike.example"' in page
    assert not invited()
    wrong = olive.post(INVITE, SOMEBODY | {"confirm-password": "wrong wrong wrong"})
    assert (wrong.status_code, invited()) == (422, False)
    assert 'name="email" value="new@alder-pike.example"' in wrong.content.decode()
    assert "wrong wrong wrong" not in wrong.content.decode()
    assert olive.post(INVITE, SOMEBODY | {"confirm-password": PASSWORD}).status_code == 302
    assert invited()
    assert Event.objects.get(name="login.failed").detail["why"] == "confirm"


def test_the_form_itself_is_shown_without_asking(olive):
    assert "Is it you?" not in olive.get(INVITE).content.decode()


def test_who_has_a_second_factor_shows_it_and_no_password(cast, olive):
    with_app(cast.olive.user)
    asked = olive.get(EXPORT)["Location"]
    assert 'name="confirm-password"' not in olive.get(asked).content.decode()
    assert olive.post(asked, {"confirm-password": PASSWORD}).status_code == 422
    assert olive.post(asked, {"confirm-code": app_code()}).status_code == 302
    assert olive.session["second"] is True


def test_who_has_neither_gets_a_code_by_email(cast):
    person = let_in(cast.owner, cast.acme)
    person.user.set_unusable_password()
    person.user.save()
    carla = stale(browser_of(person.user))
    asked = carla.get("/portal/profile/second/app/")["Location"]
    assert "Email me the code" in carla.get(asked).content.decode()
    assert not Message.objects.filter(kind="login-code").exists()
    assert "are on their way" in carla.post(asked, {"confirm-send": "on"}).content.decode()
    code = mailed_code()
    assert code not in str(dict(carla.session))
    assert carla.post(asked, {"confirm-code": f"{(int(code) + 1) % 1_000_000:06d}"}).status_code == 422
    assert carla.post(asked, {"confirm-code": code})["Location"] == "/portal/profile/second/app/"
    assert carla.get("/portal/profile/second/app/").status_code == 200


def test_five_wrong_ones_end_an_emailed_code(cast):
    sam = stale(browser_of(cast.sam))
    asked = sam.get("/profile/second/app/")["Location"]
    sam.post(asked, {"confirm-send": "on"})
    code = mailed_code(cast.sam.user.email)
    for _ in range(5):
        sam.post(asked, {"confirm-code": "x"})
    assert sam.post(asked, {"confirm-code": code}).status_code == 422


def test_nobody_with_a_password_gets_around_it_by_email(olive):
    asked = olive.get(EXPORT)["Location"]
    olive.post(asked, {"confirm-send": "on"})
    assert not Message.objects.filter(kind="login-code").exists()


def test_guesses_are_counted(olive, monkeypatch):
    monkeypatch.setitem(LIMITS, "second", ((3, 900), (100, 900)))
    asked = olive.get(EXPORT)["Location"]
    for _ in range(3):
        olive.post(asked, {"confirm-password": "wrong wrong wrong"})
    assert "Too many tries." in olive.post(asked, {"confirm-password": PASSWORD}).content.decode()
    assert olive.get(EXPORT).status_code == 302


def test_it_holds_for_half_an_hour(olive):
    olive.post(olive.get(EXPORT)["Location"], {"confirm-password": PASSWORD})
    with time_machine.travel(clock.now() + timedelta(minutes=29)):
        assert olive.get(EXPORT).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        assert olive.get(EXPORT).status_code == 302


def test_it_leads_to_our_own_pages_only(olive):
    answer = olive.post("/login/confirm/?next=https://evil.example/", {"confirm-password": PASSWORD})
    assert answer["Location"] == "/"


DIALOG = {"HX-Request": "true", "HX-Current-URL": "http://testserver/home/"}


def test_from_a_dialog_the_question_takes_the_page_with_what_was_typed(olive):
    answer = olive.post(INVITE, SOMEBODY, headers=DIALOG)
    assert (answer["HX-Retarget"], answer["HX-Reselect"], answer["HX-Reswap"]) == ("body", "unset", "innerHTML")
    page = answer.content.decode()
    assert f'action="{INVITE}"' in page
    assert 'name="email" value="new@alder-pike.example"' in page
    assert not invited()


def test_what_a_page_fetches_leads_to_the_question_and_back(olive):
    assert olive.get(EXPORT, headers=DIALOG)["HX-Redirect"] == "/login/confirm/?next=%2Fhome%2F"


def test_the_session_goes_on_under_a_new_key_and_the_one_before_opens_nothing(olive):
    before, number = olive.cookies["session"].value, Session.objects.get().number
    olive.post(olive.get(EXPORT)["Location"], {"confirm-password": PASSWORD})
    assert olive.cookies["session"].value != before
    assert olive.get(EXPORT).status_code == 200
    assert Session.objects.get().number == number
    taken = Browser()
    taken.cookies["session"] = before
    assert taken.get("/home/")["Location"].startswith("/login/")
