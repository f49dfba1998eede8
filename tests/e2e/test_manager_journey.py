"""The help page's steps in a real browser, by role and name; then what only a script can do."""

import re

import pytest
from django.conf import settings
from django.test import Client as Browser
from playwright.sync_api import expect

from latchstring.clients import search
from latchstring.mail.models import Message, Template
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.models import InviteBatch
from tests.cast import make_cast, make_client
from tests.portals.people import leave
from tests.web.client_kit import BACKEND
from tests.web.manager_kit import many_clients, mute_client

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(chromium, transactional_db):
    cast = make_cast()
    lorraine = make_client(cast.firm, "Lorraine Abbott", ("Lorraine Abbott", "lorraine.abbott@postbox.example"))
    search.refresh([lorraine.pk])
    mute_client(cast.firm)
    Template.objects.create(
        firm=cast.firm, kind="invite", name="Tax season welcome", body="Hello {First name}, welcome."
    )
    return cast


def enter(chromium, live_server, cast, *, javascript=True):
    olive = Browser()
    olive.force_login(cast.olive.user, BACKEND)
    context = chromium.new_context(java_script_enabled=javascript, base_url=live_server.url)
    cookie = olive.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("console", lambda line: page.troubles.append(line.text) if line.type == "error" else None)
    return page


@pytest.fixture
def page(chromium, live_server, cast):
    page = enter(chromium, live_server, cast)
    yield page
    page.context.close()


@pytest.fixture
def plain_page(chromium, live_server, cast):
    page = enter(chromium, live_server, cast, javascript=False)
    yield page
    page.context.close()


def deliver():
    open_batches()
    leave()


def tick(page, *names):
    for name in names:
        page.get_by_role("checkbox", name=f"Select {name}", exact=True).check()


def test_the_steps_of_the_help_page(page, cast):
    page.goto("/home/")
    page.get_by_role("navigation", name="Global").get_by_role("link", name="Clients", exact=True).click()
    page.get_by_role("link", name="Manage Client Portals").click()
    page.get_by_role("link", name="Without client portals").click()
    tick(page, "Lorraine Abbott", "Beta Farms")
    bar = page.get_by_role("region", name="Selected clients")
    bar.get_by_role("button", name="Send invite (2)").click()
    page.get_by_role("switch", name="Include a personalized message").check()
    page.get_by_role("button", name="Templates").click()
    page.get_by_role("menuitem", name="Tax season welcome").click()
    message = page.get_by_role("textbox", name="Message")
    expect(message).to_have_value("Hello {First name}, welcome.")
    expect(message).to_have_attribute("placeholder", "Start typing your message…")
    message.fill("Hello {First name}, your organizer is waiting.")
    letter = page.frame_locator('iframe[name="letter"]')
    expect(letter.get_by_text("bob@beta.example")).to_be_visible()
    expect(letter.frame_locator("iframe").get_by_text("your organizer is waiting.")).to_be_visible()
    page.get_by_role("button", name="Next person").click()
    expect(page.get_by_text("2 of 2", exact=True)).to_be_visible()
    expect(letter.get_by_text("lorraine.abbott@postbox.example")).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page).to_have_url(re.compile("/clients/portals/batches/"))
    deliver()
    expect(page.get_by_role("heading", level=1, name="Invites sent")).to_be_visible()
    assert set(Message.objects.values_list("to_address", flat=True)) == {
        "lorraine.abbott@postbox.example",
        "bob@beta.example",
    }

    page.get_by_role("link", name="Manage Client Portals").first.click()
    page.get_by_role("link", name="With portal users").click()
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("menuitemradio", name="Show all invited but not accepted").click()
    expect(page.get_by_role("button", name="Show all invited but not accepted")).to_be_visible()
    for head in ("Client records", "Status", "Invited", "Last login", "Web sessions", "Email inactive"):
        expect(page.get_by_role("columnheader", name=head)).to_be_visible()
    expect(page.get_by_role("row", name="Lorraine Abbott")).to_contain_text("Sent")
    tick(page, "Lorraine Abbott", "Bob Beta")
    page.get_by_role("region", name="Selected portal users").get_by_role("button", name="Resend invite").click()
    expect(page).to_have_url(re.compile("/clients/portals/batches/"))
    deliver()
    assert Message.objects.filter(kind="invite").count() == 4
    assert page.troubles == []


def test_the_same_steps_without_scripts(plain_page, cast):
    page = plain_page
    page.goto("/clients/portals/without/")
    tick(page, "Lorraine Abbott")
    page.get_by_role("button", name="Send invite", exact=True).click()
    page.get_by_role("switch", name="Include a personalized message").check()
    page.get_by_role("button", name="Templates").click()
    page.get_by_role("menuitem", name="Tax season welcome").click()
    expect(page.get_by_role("textbox", name="Message")).to_have_value("Hello {First name}, welcome.")
    page.get_by_role("button", name="Show the email").click()
    expect(page.frame_locator('iframe[name="letter"]').get_by_text("lorraine.abbott@postbox.example")).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page).to_have_url(re.compile("/clients/portals/batches/"))
    expect(page.get_by_role("link", name="Refresh")).to_be_visible()
    deliver()
    page.goto("/clients/portals/?show=invited")
    tick(page, "Lorraine Abbott")
    page.get_by_role("button", name="Resend invite", exact=True).click()
    expect(page).to_have_url(re.compile("/clients/portals/batches/"))
    assert [batch.kind for batch in InviteBatch.objects.order_by("pk")] == ["invite", "resend"]


def test_ticks_survive_paging_sorting_and_searching(page, cast):
    many_clients(cast.firm, 120)
    page.goto("/clients/portals/without/")
    tick(page, "Beta Farms", "Client 00003")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("51 to 100 of 124")).to_be_visible()
    tick(page, "Client 00070")
    bar = page.get_by_role("region", name="Selected clients")
    expect(bar.get_by_role("status")).to_have_text("3 selected of 123 with an email address")
    page.get_by_role("button", name="Client", exact=True).click()
    expect(page.get_by_text("1 to 50 of 124")).to_be_visible()
    expect(page).to_have_url(re.compile(r"sort=-name"))
    page.get_by_role("searchbox", name="Search by client, contact or email").fill("zzz")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No clients match “zzz”.")).to_be_visible()
    page.get_by_role("link", name="Clear search").click()
    expect(page.get_by_role("checkbox", name="Select Beta Farms")).to_be_attached(attached=False)
    page.goto("/clients/portals/without/?q=Lorraine")
    expect(bar.get_by_role("button", name="Select all 1 that match instead")).to_be_visible()
    page.get_by_role("checkbox", name="Select Lorraine Abbott").check()
    expect(bar.get_by_role("status")).to_have_text("4 selected")
    page.get_by_role("checkbox", name="Select Lorraine Abbott").uncheck()
    page.goto("/clients/portals/without/")
    expect(page.get_by_role("checkbox", name="Select Beta Farms")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Select all on this page")).to_have_js_property("indeterminate", True)
    bar.get_by_role("button", name="Clear selection").click()
    expect(bar).to_be_hidden()
    expect(page.get_by_role("checkbox", name="Select Beta Farms")).not_to_be_checked()


def test_shift_takes_the_rows_between_and_never_a_row_that_cannot_be_invited(page, cast):
    page.goto("/clients/portals/without/")
    page.get_by_role("checkbox", name="Select Acme Bakery LLC").check()
    page.get_by_role("checkbox", name="Select Lorraine Abbott").click(modifiers=["Shift"])
    expect(page.get_by_role("button", name="Send invite (3)")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Select Birchwood Lane HOA")).to_be_disabled()
    expect(page.get_by_role("checkbox", name="Select Birchwood Lane HOA")).to_have_accessible_description(
        "No email address."
    )


def test_select_all_says_its_scope_and_posts_a_filter(page, cast):
    many_clients(cast.firm, 60)
    page.goto("/clients/portals/without/")
    page.get_by_role("checkbox", name="Select all on this page").check()
    expect(page.get_by_role("button", name="Send invite (49)")).to_be_visible()
    page.get_by_role("button", name="Select all 63").click()
    page.get_by_role("checkbox", name="Select Beta Farms").uncheck()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("checkbox", name="Select Client 00059")).to_be_checked()
    page.get_by_role("button", name="Send invite (62)").click()
    expect(page.get_by_role("heading", name="Send invite to 62 clients")).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page).to_have_url(re.compile("/clients/portals/batches/"))
    selection = InviteBatch.objects.get().selection
    assert (selection["mode"], selection["excluded"]) == ("filter", [cast.beta.pk.hex])
    page.goto("/clients/portals/without/")
    expect(page.get_by_role("region", name="Selected clients")).to_be_hidden()


def test_closing_asks_before_typed_text_is_lost(page, cast):
    page.goto("/clients/portals/without/")
    tick(page, "Lorraine Abbott")
    page.get_by_role("button", name="Send invite (1)").click()
    page.get_by_role("switch", name="Include a personalized message").check()
    page.get_by_role("textbox", name="Message").fill("Typed with care")
    page.get_by_role("button", name="First name").click()
    expect(page.get_by_role("textbox", name="Message")).to_have_value("Typed with care{First name}")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keep editing").click()
    expect(page.get_by_role("textbox", name="Message")).to_have_value("Typed with care{First name}")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Send invite (1)")).to_be_focused()


def test_a_wrong_brace_keeps_the_window_and_the_words(page, cast):
    page.goto("/clients/portals/without/")
    tick(page, "Lorraine Abbott")
    page.get_by_role("button", name="Send invite (1)").click()
    page.get_by_role("switch", name="Include a personalized message").check()
    page.get_by_role("textbox", name="Message").fill("Dear {Nickname}")
    page.get_by_role("button", name="Send", exact=True).click()
    dialog = page.get_by_role("dialog", name="Send invite to 1 client")
    expect(dialog.get_by_role("alert")).to_contain_text("{Nickname} is not a field.")
    expect(page.get_by_role("textbox", name="Message")).to_have_value("Dear {Nickname}")
    page.get_by_role("textbox", name="Message").fill("Dear {First name}")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page).to_have_url(re.compile("/clients/portals/batches/"))


def test_a_row_menu_by_keyboard_and_undo(page, cast):
    page.goto("/clients/portals/without/")
    tick(page, "Lorraine Abbott")
    page.get_by_role("button", name="Send invite (1)").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page).to_have_url(re.compile("/clients/portals/batches/"))
    deliver()
    page.goto("/clients/portals/")
    page.get_by_role("button", name="Actions for Lorraine Abbott").press("Enter")
    items = page.get_by_role("menu", name="Actions for Lorraine Abbott").get_by_role("menuitem")
    expect(items).to_have_text(["Resend invite", "Change email", "View activity", "Change access…", "Remove access"])
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove access").click()
    expect(page.get_by_text("Access removed for Lorraine Abbott")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Lorraine Abbott has access again.")).to_be_visible()
