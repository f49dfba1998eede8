"""The mailbox in a real browser: readable by everybody, and a link in an email leads to its page."""

import pytest

from latchstring.mail.delivery import deliver_due
from latchstring.mail.outbox import Post, queue
from latchstring.mail.render import letter
from latchstring.portals.actions.invite import Invitee, invite
from tests.e2e.axe import assert_accessible_everywhere
from tests.e2e.test_narrow import PHONE, box

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mailbox(cast, settings, tmp_path, live_server):
    settings.DEMO = True
    settings.BASE_URL = live_server.url
    settings.DATA_DIR = tmp_path
    cast.firm.street, cast.firm.phone = "12 Wharf Street, Portland, Maine 04101", "(207) 555-0142"
    cast.firm.save()
    people = [Invitee(email="a.very.long.address.indeed@mail.acme-bakery.example", name="Carla Acme")]
    invite(cast.owner, cast.acme, people=people, message="Hello {First name},\n\nyour organizer is waiting.")
    queue(cast.firm.pk, letter(cast.firm, "test", "mail/test", {}), Post("luis@acme.example", "Luis"), kind="test")
    deliver_due(lambda ids: None)


def test_the_mailbox_is_for_everybody(mailbox, open_page):
    page = open_page(None, "/mailbox/", **PHONE)
    to, link = page.get_by_text("a.very.long.address"), page.get_by_role("link", name="client portal")
    assert box(link)["y"] >= box(to)["y"] + box(to)["height"]
    assert box(to)["x"] + box(to)["width"] <= PHONE["viewport"]["width"]
    assert_accessible_everywhere(page)
    link.click()
    assert_accessible_everywhere(page)


def test_the_button_in_the_email_opens_the_invitation(mailbox, open_page):
    page = open_page(None, "/mailbox/")
    page.get_by_role("link", name="client portal").click()
    page.frame_locator("iframe").get_by_role("link", name="Open your portal").click()
    page.wait_for_url("**/i/*/")
