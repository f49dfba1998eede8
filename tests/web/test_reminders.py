"""The settings of reminders, and the one click that stops them."""

import pytest
from django.test import Client as Browser

from latchstring.audit.models import Event
from latchstring.portals.models import PortalUser
from latchstring.portals.reminding import plan_of
from latchstring.portals.stopping import stop_url
from tests.portals.people import invited
from tests.web.client_kit import browser_of
from tests.web.manager_kit import body

URL = "/settings/reminders/"


def typed(*steps):
    rows = [*steps, *[("", "")] * (5 - len(steps))]
    return {
        f"step-{n}-{name}": value
        for n, row in enumerate(rows, start=1)
        for name, value in zip(("day", "text"), row, strict=True)
    }


def test_the_page_shows_what_is_set_and_saves_it(cast):
    browser = browser_of(cast.olive)
    text = body(browser.get(URL))
    assert all(f'value="{day}"' in text for day in (3, 10, 20))
    answer = browser.post(URL, typed(("5", "Hello {First name}"), ("2", "")), follow=True)
    assert "Reminders saved" in body(answer)
    assert plan_of(cast.firm.pk).steps == [{"day": 2, "text": ""}, {"day": 5, "text": "Hello {First name}"}]
    assert Event.objects.get(name="reminders.changed").actor_name == "Olive"


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([("soon", "")], "Enter a whole number of days."),
        ([("3", "kept words"), ("3", "")], "there already"),
        ([("45", "kept words")], "enter a day from 1 to 29"),
        ([("4", "kept words {Password}")], "is not a field"),
    ],
)
def test_bad_input_says_so_and_keeps_what_was_typed(cast, steps, sentence):
    answer = browser_of(cast.olive).post(URL, typed(*steps))
    assert answer.status_code == 422
    assert sentence in body(answer)
    assert all(text in body(answer) for _, text in steps)
    assert [step["day"] for step in plan_of(cast.firm.pk).steps] == [3, 10, 20]


def test_staff_set_nothing(cast):
    assert browser_of(cast.sam).get(URL).status_code == 403
    assert browser_of(cast.sam).post(URL, typed()).status_code == 403


def test_a_client_is_left_alone_from_its_record(cast, carla):
    browser = browser_of(cast.sam)
    assert "Pause reminders" in body(browser.get(f"/clients/{cast.acme.pk}/"))
    text = body(browser.post(f"/clients/{cast.acme.pk}/portal/reminders/pause/", follow=True))
    assert "Reminders paused for Acme Bakery LLC" in text
    assert "No reminders are sent here." in text
    assert "Resume reminders" in text
    assert "Pause reminders" in body(browser.post(f"/clients/{cast.acme.pk}/portal/reminders/resume/", follow=True))
    assert browser_of(cast.vic).post(f"/clients/{cast.acme.pk}/portal/reminders/pause/").status_code == 403
    assert browser.post(f"/clients/{cast.beta.pk}/portal/reminders/pause/").status_code == 404


@pytest.fixture
def carla(cast):
    return invited(cast.owner, cast.acme)


def address(cast, person, kind="reminder"):
    return stop_url(cast.firm, person, kind).removeprefix(cast.firm.base_url)


def test_looking_changes_nothing_and_one_click_stops_it(cast, carla):
    mail_program = Browser(enforce_csrf_checks=True)
    url = address(cast, carla)
    for method in (mail_program.get, mail_program.head):
        assert method(url).status_code == 200
    assert PortalUser.objects.get(pk=carla.pk).emails_off == []
    for _ in range(2):
        answer = mail_program.post(url, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "No more of these" in body(answer)
    assert PortalUser.objects.get(pk=carla.pk).emails_off == ["reminder"]
    assert Event.objects.filter(name="emails.stopped", person_id=carla.pk).count() == 1
    assert "No more of these" in body(mail_program.get(url))


@pytest.mark.parametrize("spoil", ["cut", "changed", "of another kind", "of another firm"])
def test_an_address_that_is_not_ours_stops_nothing(cast, carla, spoil):
    url = {
        "cut": address(cast, carla)[:-9] + "/",
        "changed": address(cast, carla).replace("/stop/", "/stop/x"),
        "of another kind": address(cast, carla, "login-code"),
        "of another firm": address(cast, invited(cast.rival_owner, cast.rival_client)),
    }[spoil]
    answer = Browser().post(url)
    assert answer.status_code == 404
    assert "This link is not complete" in body(answer)
    assert not PortalUser.objects.exclude(emails_off=[]).exists()
