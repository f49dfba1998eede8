"""The pages of API tokens: axe at every width, empty, wrong, made, listed, revoked."""

import pytest
from playwright.sync_api import expect

from tests.cast import make_cast
from tests.e2e.axe import assert_accessible_everywhere

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_every_page_passes_axe_at_every_width(open_page):
    cast = make_cast()
    page = open_page(cast.adam, "/profile/tokens/")
    expect(page.get_by_text("No tokens yet.")).to_be_visible()
    assert_accessible_everywhere(page)
    page.get_by_role("link", name="New token").click()
    page.get_by_role("button", name="Make token").click()
    assert_accessible_everywhere(page)
    page.get_by_label("Name").fill("A-program-with-a-name-that-is-as-long-as-a-name-can-ever-be")
    page.get_by_label("Send invites").check()
    page.get_by_role("button", name="Make token").click()
    expect(page.get_by_role("button", name="Copy")).to_be_visible()
    assert_accessible_everywhere(page)
    page.get_by_role("link", name="I have kept it").click()
    assert_accessible_everywhere(page)
    page.get_by_role("link", name="Revoke").click()
    assert_accessible_everywhere(page)
    page.goto("/settings/tokens/")
    assert_accessible_everywhere(page)
    page.get_by_role("link", name="Revoke").click()
    expect(page.get_by_role("heading", name="of Adam?")).to_be_visible()
    assert_accessible_everywhere(page)
