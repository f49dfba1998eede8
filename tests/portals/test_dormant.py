"""Who stays away for months is warned, then suspended, and let in again with one click, where the firm wants it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser

from latchstring.accounts.models import Session
from latchstring.audit.models import Event
from latchstring.firms.actions.change_firm import change_firm
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import Refused
from latchstring.portals.actions.suspend_dormant import suspend_dormant
from latchstring.portals.actions.wake_person import suspend_again, wake_person
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import PortalUser
from tests.portals.people import LUIS, accepted, comes_in, invited
from tests.web.client_kit import browser_of
from tests.web.doorstep import CARLA, let_in, log_in

DAY = timedelta(days=1)


@pytest.fixture
def carla(cast):
    change_firm(cast.owner, dormant_months=3, dormant_days=14)
    return let_in(cast.owner, cast.acme)


def after(days):
    return time_machine.travel(clock.now() + days * DAY, tick=False)


def mails(kind):
    return Message.objects.filter(kind=kind).count()


def is_suspended(person):
    person.refresh_from_db()
    return person.suspended_at is not None


def leave_for_long(carla):
    """Warned on day 77, suspended on day 91."""
    with after(77):
        suspend_dormant()
    with after(92):
        suspend_dormant()
    carla.refresh_from_db()


def test_it_is_off_by_default(cast):
    carla = accepted(cast.owner, cast.acme)
    with after(2000):
        assert suspend_dormant() == 0
    assert mails("dormant-soon") == 0
    assert not is_suspended(carla)


def test_the_warning_comes_first_once_and_only_then_the_suspension(cast, carla):
    with after(75):
        suspend_dormant()
    assert mails("dormant-soon") == 0
    with after(77):
        suspend_dormant()
        suspend_dormant()
    assert mails("dormant-soon") == 1
    with after(90.5):
        assert suspend_dormant() == 0
    with after(92):
        assert (suspend_dormant(), suspend_dormant()) == (1, 0)
        assert is_suspended(carla)
    assert mails("dormant-now") == 1
    assert list(Event.objects.filter(name__startswith="dormant").order_by("id").values_list("name", flat=True)) == [
        "dormant.warned",
        "dormant.suspended",
    ]


def test_switched_on_late_nobody_is_suspended_without_the_days_between(cast, carla):
    with after(400):
        assert suspend_dormant() == 0
        assert mails("dormant-soon") == 1
    with after(413):
        assert suspend_dormant() == 0
    with after(415):
        assert suspend_dormant() == 1


def test_who_logs_in_after_the_warning_stays_and_is_warned_anew_next_time(cast, carla):
    with after(77):
        suspend_dormant()
    with after(80):
        comes_in(carla)
    with after(100):
        assert suspend_dormant() == 0
    with after(80 + 77):
        suspend_dormant()
    assert mails("dormant-soon") == 2


def test_who_is_suspended_reaches_nothing_from_the_next_request_on(cast, carla):
    with after(77):
        suspend_dormant()
    with after(92):
        browser = browser_of(carla.user)
        assert browser.get(f"/portal/{cast.acme.pk}/").status_code == 200
        suspend_dormant()
        assert browser.get(f"/portal/{cast.acme.pk}/").status_code == 404
        assert client_actor_for(carla.user, cast.firm) is None
        assert log_in(Browser(), CARLA).status_code == 403


def test_one_click_lets_them_in_again_and_takes_it_back(cast, carla):
    leave_for_long(carla)
    office = browser_of(cast.olive.user)
    found = office.get("/clients/access-doctor/", {"q": CARLA}).content.decode()
    assert "suspended, since they have not logged in for long" in found
    for page in (f"/clients/{cast.acme.pk}/", "/clients/portals/"):
        assert "suspended since" in office.get(page).content.decode()
    with after(93):
        office = browser_of(cast.olive.user)
        assert office.post(f"/clients/access-doctor/{carla.pk}/wake/").status_code == 302
        assert client_actor_for(carla.user, cast.firm)
        assert suspend_dormant() == 0
        assert office.post(f"/clients/access-doctor/{carla.pk}/suspend/").status_code == 302
        assert is_suspended(carla)
        assert not Session.objects.filter(user=carla.user).exists()


def test_a_month_after_waking_nobody_is_suspended_again(cast, carla):
    leave_for_long(carla)
    with after(93):
        assert wake_person(cast.owner, carla)
        assert not wake_person(cast.owner, carla)
    with after(93 + 60):
        assert suspend_dormant() == 0
    with after(93 + 77):
        suspend_dormant()
    assert mails("dormant-soon") == 2


def test_who_has_not_accepted_is_no_concern_of_it(cast, carla):
    invited(cast.owner, cast.acme, LUIS)
    leave_for_long(carla)
    assert PortalUser.objects.exclude(suspended_at=None).get() == carla


def test_scoped_staff_and_viewers_wake_nobody_they_may_not(cast, carla):
    leave_for_long(carla)
    for actor in (cast.viewer, cast.rival_owner):
        with pytest.raises(Refused):
            wake_person(actor, carla)
        with pytest.raises(Refused):
            suspend_again(actor, carla)
    assert is_suspended(carla)
