"""The editor of a template draws the email as it is typed."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from latchstring.mail.models import Template

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def template(cast):
    return Template.objects.create(firm=cast.firm, kind="invite", name="Welcome", body="Hello {First name}, welcome.")


def letter(page):
    return page.frame_locator("iframe[name=letter]").frame_locator("iframe")


def test_the_email_is_there_at_once_and_follows_what_is_typed(cast, template, open_page):
    page = open_page(cast.olive, reverse("template", args=[template.pk]), fine=("status of 422", "Blocked opening"))
    expect(letter(page).get_by_text("Hello Olive, welcome.")).to_be_visible()
    page.get_by_label("Message").fill("Good day, {First name}.")
    expect(letter(page).get_by_text("Good day, Olive.")).to_be_visible()
    letter(page).get_by_role("link").first.click()
    expect(letter(page).get_by_text("Good day, Olive.")).to_be_visible()


def test_without_scripts_a_button_shows_it(cast, template, open_page):
    page = open_page(cast.olive, reverse("template", args=[template.pk]), java_script_enabled=False)
    page.get_by_role("button", name="Show the email").click()
    expect(letter(page).get_by_text("Hello Olive, welcome.")).to_be_visible()
