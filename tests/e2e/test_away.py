"""Somebody types in a dialog, rests too long, and goes on: nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from latchstring.accounts.models import Session
from latchstring.kernel import clock
from latchstring.portals.models import Invite
from tests.cast import make_cast
from tests.web.doorstep import PASSWORD

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    cast = make_cast()
    cast.olive.user.set_password(PASSWORD)
    cast.olive.user.save()
    return cast


def rest():
    Session.objects.update(seen_at=clock.now() - timedelta(hours=9))


def say_who(page, password=PASSWORD):
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Go on").click()


def test_the_window_of_a_client_record(open_page, cast):
    path = reverse("client", args=[cast.acme.pk])
    page = open_page(cast.olive, path)
    page.get_by_label("Send invite to the Client Portal").click()
    window = page.get_by_role("dialog", name="Client Portal")
    window.get_by_role("checkbox", name="luis@acme.example").check()
    window.get_by_role("switch", name="Include a personalized message").check()
    window.get_by_placeholder("Start typing your message…").fill("Welcome, {First name}.")
    rest()
    window.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_focused()
    expect(page.get_by_text("You were away for a while. What you typed is kept.")).to_be_visible()
    assert page.url.endswith(path)
    say_who(page, "wrong wrong wrong")
    expect(page.get_by_text("That did not fit. Try again.").first).to_be_visible()
    say_who(page)
    expect(page.locator(".toast")).to_contain_text("Invite sent to Luis Acme")
    assert Invite.objects.get().note == "Welcome, {First name}."


def test_the_dialog_of_the_manager(open_page, cast):
    page = open_page(cast.olive, reverse("manager-without"), fine=("status of 403",))
    page.get_by_role("checkbox", name="Acme").first.check()
    page.get_by_role("button", name="Send invite").first.click()
    window = page.get_by_role("dialog")
    window.get_by_role("switch", name="Include a personalized message").check()
    rest()
    window.get_by_placeholder("Start typing your message…").fill("Hello again.")
    page.frame_locator("iframe[name=letter]").get_by_text("Go on here, and we ask who is there.").wait_for()
    window.get_by_text("Everyone with an email").click()
    say_who(page)
    expect(page.get_by_placeholder("Start typing your message…")).to_have_value("Hello again.")
