"""A client makes a passkey on the phone and comes in by it: a real browser with a virtual authenticator."""

import re

import pytest
from playwright.sync_api import expect

from tests.cast import make_cast
from tests.e2e.authenticator import with_authenticator
from tests.e2e.axe import assert_accessible_everywhere
from tests.web.doorstep import CARLA, PASSWORD, let_in, sent_token
from tests.web.factor_kit import app_code, with_app

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def carla(cast):
    return let_in(cast.owner, cast.acme).user


def log_in(page):
    page.get_by_label("Email").fill(CARLA)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def log_out(page):
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_a_passkey_is_made_and_opens_alone_and_as_a_second_step(open_page, carla):
    page = with_authenticator(open_page(carla, "/portal/profile/second/"))
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Make a passkey on this device").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    kept = download.value.path().read_text()
    assert kept.splitlines()[2] in page.locator(".codes").inner_text()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("link", name="Remove My phone")).to_be_visible()
    page.goto("/portal/profile/")
    log_out(page)
    page.get_by_role("link", name="Other ways to log in").click()
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("heading", name=re.compile("Carla"))).to_be_visible()
    page.goto("/portal/profile/")
    log_out(page)
    log_in(page)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", name=re.compile("Carla"))).to_be_visible()


def test_a_client_who_accepts_an_invite_goes_on_by_a_passkey(open_page, cast):
    page = with_authenticator(open_page(None, f"/i/{sent_token(cast.owner, cast.acme)}/"))
    page.get_by_text("Other ways").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Make a passkey on this device").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto("/portal/profile/")
    log_out(page)
    page.get_by_role("link", name="Other ways to log in").click()
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("heading", name=re.compile("Carla"))).to_be_visible()


def test_the_pages_are_for_everybody(open_page, cast, carla):
    page = open_page(None, "/login/")
    assert_accessible_everywhere(page)
    page.goto("/login/passkey/")
    assert_accessible_everywhere(page)
    with_app(carla)
    page.goto("/login/")
    log_in(page)
    assert_accessible_everywhere(page)
    page.get_by_label("Code").fill(app_code())
    page.get_by_label("Code").press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Carla"))).to_be_visible()
    for path in ("second/", "second/passkey/", "sessions/", "email/"):
        page.goto(f"/portal/profile/{path}")
        assert_accessible_everywhere(page)
    page = open_page(cast.olive, "/profile/second/")
    for path in ("/profile/second/app/", "/profile/sessions/", "/settings/sign-in/", "/clients/access-doctor/?q=carla"):
        page.goto(path)
        assert_accessible_everywhere(page)
