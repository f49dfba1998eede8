"""With the Tab key alone every control is reached and shows it, for the team and for clients on a phone."""

import pytest
from playwright.sync_api import expect

from latchstring.accounts.models import User
from tests.cast import make_cast
from tests.e2e.keyboard import walk
from tests.web.file_kit import come_in, firm_url, put, share_now

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"viewport": {"width": 1280, "height": 900}}, {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def test_every_control_is_reached_and_shows_it(open_page, cast):
    carla, _ = come_in(cast, cast.acme)
    share_now(put(cast.owner, cast.acme, "Seen.pdf"))
    put(cast.owner, cast.acme, "Draft.pdf")
    window = f"{firm_url('files-share', cast.acme)}?choose=1"
    for page in (
        open_page(cast.olive, window, **WIDE),
        open_page(login_of(carla), f"/portal/{cast.acme.pk}/", **PHONE),
    ):
        assert (page.url, walk(page)) == (page.url, [])


def test_the_window_keeps_the_tab_key_and_escape_gives_the_focus_back(open_page, cast):
    page = open_page(cast.olive, f"/clients/{cast.acme.pk}/")
    plus = page.get_by_role("button", name="Send invite to the Client Portal")
    window = page.get_by_role("dialog", name="Client Portal")
    for key in ("Enter", "Space"):
        plus.press(key)
        expect(window).to_be_visible()
        assert walk(page) == []
        page.keyboard.press("Escape")
        expect(window).to_be_hidden()
        expect(plus).to_be_focused()
    plus.press("Space")
    ticked = window.get_by_role("checkbox", name="luis@acme.example")
    ticked.press("Space")
    expect(ticked).to_be_checked()
    message = window.get_by_role("switch", name="Include a personalized message")
    message.press("Space")
    expect(message).to_be_checked()
    page.keyboard.press("Tab")
    expect(window.get_by_role("button", name="Templates")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("[role=menu]:popover-open")).to_be_visible()


def login_of(actor):
    return User.objects.get(pk=actor.user_id)
