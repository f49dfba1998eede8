"""A client with many people: the window narrows them down to a name, and nobody ticked goes out of sight."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from latchstring.clients.models import Contact
from latchstring.portals.models import Invite

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def many(cast):
    for number in range(30):
        name = f"Person {number:02}"
        email = f"person{number:02}@acme.example"
        Contact.objects.create(firm=cast.firm, client=cast.acme, name=name, email=email, address=email, position=9)
    return reverse("portal-window", args=[cast.acme.pk])


def test_typing_a_name_leaves_those_who_have_it_and_those_ticked(cast, many, open_page):
    page = open_page(cast.olive, many)
    page.get_by_role("checkbox", name="Person 07").check()
    field = page.get_by_label("Show only people whose name or email has")
    field.fill("son 2")
    shown = page.get_by_role("checkbox", name="Person")
    expect(shown).to_have_count(11)
    expect(page.get_by_role("status").filter(has_text="11 of")).to_be_visible()
    page.get_by_role("checkbox", name="Person 21").check()
    field.press("Enter")
    expect(page).to_have_url(f"{page.url.split('/clients')[0]}{many}")
    field.fill("nobody of that name")
    expect(shown).to_have_count(2)
    field.fill("")
    expect(shown).to_have_count(30)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Person 07")
    assert set(Invite.objects.values_list("address", flat=True)) == {"person07@acme.example", "person21@acme.example"}


def test_without_scripts_the_list_is_whole_and_has_no_field_that_does_nothing(cast, many, open_page):
    page = open_page(cast.olive, many, java_script_enabled=False)
    expect(page.locator("[data-filter]")).to_be_hidden()
    expect(page.get_by_role("checkbox", name="Person")).to_have_count(30)


def test_a_short_list_has_no_such_field(cast, open_page):
    page = open_page(cast.olive, reverse("portal-window", args=[cast.acme.pk]))
    expect(page.locator("[data-filter]")).to_have_count(0)
