"""What has a gap, what keeps in view, and what is left on paper."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.e2e.test_narrow import PHONE, box
from tests.portals.people import BOB, LUIS, accepted, invited, token_of
from tests.web.client_kit import browser_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_each_thing_stands_in_its_place(cast, open_page):
    for client, person in ((cast.acme, LUIS), (cast.beta, BOB)):
        accepted(cast.owner, client, person)
    token = token_of(invited(cast.owner, cast.acme))

    page = open_page(None, reverse("invitation", args=[token]), **PHONE)
    other = page.get_by_text("Other ways", exact=True)
    other.click()
    assert (
        8 <= box(page.get_by_role("button", name="Use a passkey"))["y"] - box(other)["y"] - box(other)["height"] <= 16
    )

    review = browser_of(cast.olive).post(reverse("reviews"))["Location"]
    page = open_page(cast.olive, review, viewport={"width": 390, "height": 480})
    assert box(page.get_by_role("listitem").last)["y"] > 480
    keep = box(page.get_by_role("button", name="Keep", exact=True))
    assert keep["y"] + keep["height"] <= 480

    page = open_page(cast.olive, reverse("manager"))
    page.set_viewport_size({"width": 718, "height": 1000})
    page.emulate_media(media="print")
    for name in ("Invited", "Last login", "Email inactive"):
        expect(page.get_by_role("columnheader", name=name)).to_be_visible()
    expect(page.locator(".skip")).to_be_hidden()
    expect(page.get_by_role("button", name="Actions for Bob Beta")).to_be_hidden()
