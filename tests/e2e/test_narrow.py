"""What a phone shows in the order and the width that it is read in."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from latchstring.accounts.models import User
from tests.web.file_kit import come_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MIDDLES_APART = """(one, other) => {
    const [a, b] = [one, other].map((each) => each.getBoundingClientRect());
    return a.y + a.height / 2 - b.y - b.height / 2;
}"""
PHONE = {"viewport": {"width": 390, "height": 844}}


def box(place):
    found = place.bounding_box()
    assert found
    return found


def test_the_button_of_a_new_client_stands_below_all_that_is_asked(cast, open_page):
    page = open_page(cast.olive, reverse("client-new"), **PHONE)
    assert box(page.get_by_role("button", name="Add client"))["y"] > box(page.get_by_role("textbox", name="Tags"))["y"]


def test_a_name_has_the_width_of_its_line_in_who_can_see_this(cast, open_page):
    come_in(cast, cast.acme)
    page = open_page(
        User.objects.get(email="carla@acme.example"), reverse("portal-people", args=[cast.acme.pk]), **PHONE
    )
    line = page.get_by_role("listitem").filter(has_text="Carla").first
    button = line.get_by_role("link", name="Ask to remove")
    expect(button).to_be_visible()
    assert box(button)["y"] > box(line.locator(".row-main"))["y"] + box(line.locator(".row-main"))["height"] - 1


def test_the_buttons_of_a_selection_leave_its_cross_in_the_first_line(cast, open_page):
    page = open_page(cast.olive, reverse("manager-without"), **PHONE)
    page.locator("td.pick input:enabled").first.check()
    bar = page.locator(".bulkbar")
    cross, count = bar.get_by_role("button", name="Clear selection"), bar.get_by_role("status")
    apart = cross.evaluate(MIDDLES_APART, count.element_handle())  # of one moment: the bar comes up from below
    assert abs(apart) < 4


def test_on_a_client_record_the_client_portal_comes_first_and_on_a_wide_screen_stands_beside(cast, open_page):
    page = open_page(cast.olive, reverse("client", args=[cast.acme.pk]), **PHONE)
    portal, contacts = page.get_by_role("region", name="Client Portal"), page.get_by_role("region", name="Contacts")
    assert box(portal)["y"] < box(contacts)["y"]
    page.set_viewport_size({"width": 1360, "height": 900})
    assert box(portal)["y"] == box(contacts)["y"]
    assert box(page.get_by_role("region", name="Details"))["y"] - box(portal)["y"] - box(portal)["height"] == 20
