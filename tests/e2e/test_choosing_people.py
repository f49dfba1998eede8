"""Let me choose: who gets an invite, ticked one by one, with the letter drawn for whoever is left."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TICKED_AT_ONCE = "group => group.querySelectorAll('input').forEach(box => box.click())"


def test_the_letter_is_drawn_again_when_other_people_are_chosen(open_page, cast):
    page = open_page(cast.olive, "/clients/portals/without/")
    page.get_by_role("checkbox", name="Select Acme Bakery LLC").check()
    page.get_by_role("button", name="Send invite (1)").click()
    letter = page.frame_locator("iframe[name=letter]")
    expect(letter.get_by_text("Carla", exact=False).first).to_be_visible()
    page.get_by_text("Let me choose").click()
    expect(page.get_by_role("checkbox", name="Luis Acme")).to_be_visible()
    expect(letter.get_by_text("Carla", exact=False).first).to_be_visible()
    page.get_by_role("group", name="Acme Bakery LLC").evaluate(TICKED_AT_ONCE)
    expect(page.get_by_role("checkbox", name="Carla Acme")).not_to_be_checked()
    expect(page.get_by_text("1 person will get an invite")).to_be_visible()
    expect(letter.get_by_text("Luis", exact=False).first).to_be_visible()
