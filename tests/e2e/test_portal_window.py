"""The window in a real browser, with and without JavaScript."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from latchstring.clients.models import Contact
from latchstring.mail.models import Template
from latchstring.portals.models import Invite, PortalUser
from tests.cast import make_cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    cast = make_cast()
    Contact.objects.create(firm=cast.firm, client=cast.acme, name="Mona Acme", first_name="Mona", position=9)
    Template.objects.create(firm=cast.firm, kind="invite", name="Welcome", body="Hello {First name}, welcome.")
    return cast


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def page(request, open_page, cast):
    page = open_page(cast.olive, reverse("client", args=[cast.acme.pk]), java_script_enabled=request.param)
    page.with_javascript = request.param
    page.set_default_timeout(10_000)
    return page


def open_window(page):
    page.get_by_label("Send invite to the Client Portal").click()
    return page.get_by_role("dialog", name="Client Portal") if page.with_javascript else page.locator("section.dialog")


def test_plus_tick_add_message_send_toast(page, cast):
    window = open_window(page)
    window.get_by_role("checkbox", name="luis@acme.example").check()
    if page.with_javascript:
        window.get_by_role("button", name="Add another person").click()
    window.get_by_label("Enter the email of a new person").fill("ana@books.example")
    window.get_by_label("Name of the new person").fill("Ana Reyes")
    window.get_by_role("button", name="Add", exact=True).click()
    expect(window.get_by_role("checkbox", name="ana@books.example")).to_be_checked()
    expect(window.get_by_role("checkbox", name="luis@acme.example")).to_be_checked()
    window.get_by_role("switch", name="Include a personalized message").check()
    window.get_by_placeholder("Start typing your message…").fill("Welcome, {First name}.")
    send = window.get_by_role("button", name="Send", exact=True)
    send.dblclick() if page.with_javascript else send.click()
    expect(page.locator(".toast")).to_have_text(re.compile("Invite sent to Luis Acme and Ana Reyes"))
    section = page.get_by_role("region", name="Client Portal")
    expect(section.get_by_role("listitem").filter(has_text="Ana Reyes")).to_contain_text("Queued")
    assert sorted(Invite.objects.values_list("address", "note")) == [
        ("ana@books.example", "Welcome, {First name}."),
        ("luis@acme.example", "Welcome, {First name}."),
    ]


def test_whoever_is_added_but_in_the_list_already_is_ticked_there(page, cast):
    if not page.with_javascript:
        pytest.skip("Without a script Add asks the server, which says whose address it is.")
    window = open_window(page)
    window.get_by_role("button", name="Add another person").click()
    window.get_by_label("Enter the email of a new person").fill("LUIS@acme.example")
    window.get_by_role("button", name="Add", exact=True).click()
    expect(window.get_by_role("checkbox", name="luis@acme.example")).to_be_checked()
    expect(window.get_by_label("Enter the email of a new person")).to_have_value("")
    expect(window.get_by_role("checkbox", name="LUIS@acme.example", exact=True)).to_have_count(0)


def test_a_template_and_a_missing_address(page, cast):
    window = open_window(page)
    window.get_by_label("Email for Mona Acme").fill("mona@acme.example")
    if not page.with_javascript:
        window.get_by_role("checkbox", name="Mona Acme").check()
    expect(window.get_by_role("checkbox", name="Mona Acme")).to_be_checked()
    window.get_by_role("button", name="Templates").click()
    page.get_by_role("menuitem", name=re.compile("Welcome")).click()
    expect(window.get_by_placeholder("Start typing your message…")).to_have_value("Hello {First name}, welcome.")
    window.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Invite sent to Mona Acme")
    assert Contact.objects.get(name="Mona Acme").address == "mona@acme.example"
    assert PortalUser.objects.get().address == "mona@acme.example"


def test_what_was_typed_survives_a_refusal(page, cast):
    window = open_window(page)
    window.get_by_role("switch", name="Include a personalized message").check()
    window.get_by_placeholder("Start typing your message…").fill("Hello there")
    window.get_by_role("button", name="Send", exact=True).click()
    expect(window.get_by_role("alert")).to_contain_text("Tick at least one person")
    expect(window.get_by_placeholder("Start typing your message…")).to_have_value("Hello there")
    window.get_by_role("checkbox", name="luis@acme.example").check()
    window.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Invite sent to Luis Acme")
    assert Invite.objects.get().note == "Hello there"


def test_remove_access_and_take_it_back(page, cast):
    window = open_window(page)
    window.get_by_role("checkbox", name="luis@acme.example").check()
    window.get_by_role("button", name="Send", exact=True).click()
    section = page.get_by_role("region", name="Client Portal")
    section.get_by_role("button", name="Luis Acme", exact=True).click()
    page.get_by_role("menuitem", name="Remove access").click()
    expect(page.get_by_text("Remove access for Luis Acme?").first).to_be_visible()
    page.get_by_role("button", name="Remove access", exact=True).click()
    section.get_by_text("Removed (1)").click()
    expect(section.get_by_role("listitem").filter(has_text="Luis Acme")).to_contain_text("Removed")
    toast = page.locator(".toast").filter(has_text="Access removed for Luis Acme")
    toast.get_by_role("button", name="Undo").click()
    expect(section.get_by_role("listitem").filter(has_text="Luis Acme")).to_contain_text("Queued")
