"""A client changes their own name, phone, time zone and password, and nothing else."""

import re

import pytest
import time_machine
from django.utils.translation import get_language

from latchstring.accounts.models import User
from latchstring.audit.models import Event
from latchstring.files.actions.share import share
from latchstring.mail.models import Message
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.models import Phase, PortalUser, SearchText
from tests.files.kit import sent
from tests.web.client_kit import browser_of
from tests.web.test_portal_home import come_in

PROFILE, PASSWORD = "/portal/profile/", "/portal/profile/password/"


@pytest.fixture
def carla(cast):
    access, browser = come_in(cast, cast.acme)
    browser.person = access.person
    return browser


def wanted(**fields):
    kept = {"language": "", "emails": ["file-shared"]}
    return {"name": "Carla Maria Acme", "phone": "(207) 555-0100", "time_zone": "Europe/Lisbon", **kept, **fields}


def test_carla_changes_her_name_phone_and_zone(cast, carla):
    assert carla.post(PROFILE, wanted()).headers["Location"] == PROFILE
    person = PortalUser.objects.get(pk=carla.person.pk)
    assert (person.name, person.phone, person.time_zone) == ("Carla Maria Acme", "(207) 555-0100", "Europe/Lisbon")
    assert person.sort_name == "carla maria acme"
    assert "carla maria" in SearchText.objects.get(person=person).text
    event = Event.objects.get(name="profile.changed")
    assert (event.person_id, event.actor_id, event.actor_kind) == (person.pk, person.pk, "client")
    assert "Profile saved" in carla.get(PROFILE).content.decode()


def test_saving_what_is_there_writes_nothing(carla):
    carla.post(PROFILE, wanted(name=carla.person.name, phone="", time_zone=""))
    assert not Event.objects.filter(name="profile.changed").exists()


def test_what_she_may_not_set_is_ignored(cast, carla):
    stolen = {"email": "carla@evil.example", "address": "carla@evil.example", "firm": str(cast.rival.pk)}
    forged = {"phase": "3", "user": "x", "web_sessions": "9", "email_inactive_at": "2026-01-01T00:00Z"}
    carla.post(PROFILE, wanted(**stolen, **forged))
    person = PortalUser.objects.get(pk=carla.person.pk)
    assert (person.email, person.address, person.firm_id) == ("carla@acme.example", "carla@acme.example", cast.firm.pk)
    assert (person.phase, person.email_inactive_at, person.web_sessions) == (Phase.ACTIVE, None, 0)
    assert User.objects.get(email="carla@acme.example").name == "Carla Acme"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Enter your name."),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"time_zone": "Mars/Olympus"}, "Choose a time zone from the list."),
        ({"language": "tlh"}, "Choose a language from the list."),
        ({"emails": ["invite"]}, "This email can’t be switched off."),
    ],
)
def test_a_wrong_value_is_explained_and_what_was_typed_is_kept(carla, wrong, sentence):
    answer = carla.post(PROFILE, wanted(phone="555-0199", **wrong) if "phone" not in wrong else wanted(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="555-0199"' in answer.content.decode()
    assert PortalUser.objects.get(pk=carla.person.pk).phone == ""


def test_her_language_and_her_clock_decide_how_the_portal_writes_dates(cast, carla):
    with time_machine.travel("2025-03-14 23:30:00+00:00", tick=False):
        document = sent(cast.owner, cast.acme, "Draft.pdf")
        share(cast.owner, cast.acme, [document])
    url = f"/portal/{cast.acme.pk}/"
    with time_machine.travel("2026-03-20 12:00:00+00:00", tick=False):
        browser = browser_of(User.objects.get(email="carla@acme.example"))
        american = browser.get(url).content.decode()
        browser.post(PROFILE, wanted(language="en-gb", time_zone="Asia/Tokyo"))
        british = browser.get(url).content.decode()
    assert ('<html lang="en-us">' in american, ">Mar 14, 2025</time>" in american) == (True, True)
    assert ('<html lang="en-gb">' in british, ">15 Mar 2025</time>" in british) == (True, True)
    assert get_language() == "en-us"


def test_an_email_that_she_has_switched_off_does_not_come_and_what_lets_her_in_still_does(cast, carla):
    assert "checked" in _ticked(carla)
    carla.post(PROFILE, wanted(emails=[]))
    assert "checked" not in _ticked(carla)
    outcome = share(cast.owner, cast.acme, [sent(cast.owner, cast.acme, "Draft.pdf")])
    assert (outcome.told, Message.objects.filter(kind="file-shared").count()) == (0, 0)
    invite(cast.owner, cast.beta, people=[Invitee("carla@acme.example", "Carla Acme")])
    assert Message.objects.get(to_address="carla@acme.example", kind="access-added").state == "queued"
    carla.post(PROFILE, wanted())
    assert share(cast.owner, cast.acme, [sent(cast.owner, cast.acme, "Again.pdf")]).told == 1


def _ticked(browser):
    return re.search(r"<input[^>]*value=\"file-shared\"[^>]*>", browser.get(PROFILE).content.decode())[0]


def test_her_email_is_shown_and_read_only(carla):
    text = carla.get(PROFILE).content.decode()
    assert 'value="carla@acme.example" readonly' in text
    assert 'name="email"' not in text


def test_a_new_password_works_and_ends_her_other_sessions(carla):
    other = browser_of(User.objects.get(email="carla@acme.example"))
    assert other.get(PROFILE).status_code == 200
    answer = carla.post(PASSWORD, {"current": "a long password", "new": "bread rises slowly"})
    assert answer.headers["Location"] == PROFILE
    assert User.objects.get(email="carla@acme.example").check_password("bread rises slowly")
    assert carla.get(PROFILE).status_code == 200
    assert other.get(PROFILE).headers["Location"].startswith("/login/")
    assert Event.objects.get(name="password.changed").person_id == carla.person.pk


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"current": "wrong", "new": "bread rises slowly"}, "This is not your current password."),
        ({"current": "a long password", "new": "short"}, "12 characters"),
        ({"current": "a long password", "new": ""}, "Enter a new password."),
        ({"current": "", "new": "bread rises slowly"}, "Enter the password you have now."),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(carla, typed, sentence):
    answer = carla.post(PASSWORD, typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert User.objects.get(email="carla@acme.example").check_password("a long password")
    assert "bread rises" not in answer.content.decode()


def test_who_has_no_password_may_set_one(cast, carla):
    user = User.objects.get(email="carla@acme.example")
    user.set_unusable_password()
    user.save()
    browser = browser_of(user)
    text = browser.get(PASSWORD).content.decode()
    assert "Set a password" in text
    assert 'name="current"' not in text
    browser.post(PASSWORD, {"new": "bread rises slowly"})
    assert User.objects.get(email="carla@acme.example").check_password("bread rises slowly")


def test_methods(carla):
    assert carla.put(PROFILE).status_code == 405
    assert carla.delete(PASSWORD).status_code == 405
