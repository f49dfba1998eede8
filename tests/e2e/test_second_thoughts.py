"""What is taken back in time, and what is said again later: Undo after Send, and reminders, in a real browser."""

import re
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from latchstring.kernel import clock
from latchstring.mail.models import Campaign, Message
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.actions.remind_due import remind_due
from latchstring.portals.models import PortalUser
from tests.cast import make_cast
from tests.portals.people import invited
from tests.portals.reminder_kit import NEW_YORK

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_undo_takes_the_whole_send_back(open_page, cast, script):
    cast.firm.undo_seconds = 45
    cast.firm.save()
    page = open_page(cast.olive, reverse("manager-without"), java_script_enabled=script)
    page.get_by_role("checkbox", name="Select Beta Farms").check()
    page.get_by_role("button", name=re.compile("^Send invite")).click()
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("heading", level=1, name="Invites are about to leave").wait_for()
    open_batches()
    assert not Message.objects.exists()
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    page.get_by_role("heading", level=1, name="Taken back").wait_for()
    expect(page.get_by_text("Taken back. Nobody was invited.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    Campaign.objects.update(starts_at=clock.now() - timedelta(seconds=1))
    open_batches()
    assert not PortalUser.objects.exists()
    page.goto(reverse("manager-without"))
    expect(page.get_by_role("checkbox", name="Select Beta Farms")).to_be_enabled()


def test_who_does_not_come_is_reminded_until_they_say_no(open_page, cast):
    page = open_page(cast.olive, reverse("settings-reminders"))
    first = page.get_by_role("region", name="Reminder 1")
    first.get_by_role("spinbutton").or_(first.get_by_role("textbox")).first.fill("2")
    first.get_by_label("Message").fill("Your organizer still waits, {First name}.")
    page.get_by_role("button", name="Save reminders").click()
    expect(page.get_by_text("Reminders saved")).to_be_visible()
    carla = invited(cast.owner, cast.acme)
    with time_machine.travel(datetime.combine(clock.now().date() + timedelta(days=2), time(9, 30), NEW_YORK)):
        remind_due()
    reminder = Message.objects.get(kind="reminder")
    assert "Your organizer still waits" in reminder.letter.text
    page.goto(reverse("client", args=[cast.acme.pk]))
    expect(page.get_by_role("button", name="Pause reminders")).to_be_visible()
    stop = reminder.fields["unsubscribe"].removeprefix(cast.firm.base_url)
    stranger = open_page(None, stop, java_script_enabled=False)
    stranger.get_by_role("button", name="Send me no more of these").click()
    expect(stranger.get_by_role("heading", name="No more of these")).to_be_visible()
    carla.refresh_from_db()
    assert carla.emails_off == ["reminder"]
