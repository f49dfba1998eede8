"""The shell in a real browser: every page of it passes the scan, and its small scripts do what they promise."""

from base64 import b64encode

import pytest
from playwright.sync_api import expect

from latchstring.firms.models import Branding, Domain, Finding
from tests.cast import make_client
from tests.e2e.axe import assert_accessible, assert_accessible_everywhere, scan
from tests.web.client_kit import let_in
from tests.web.test_portal_home import come_in

PIXEL = """async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.drawImage(image, 0, 0);
    return [...canvas.getImageData(image.width / 2, 4, 1, 1).data];
}"""
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FIRM_PAGES = (
    "/home/",
    "/settings/",
    "/settings/branding/",
    "/settings/domain/",
    "/settings/team/",
    "/profile/",
    "/profile/password/",
    "/help/",
)


@pytest.fixture
def carla(cast):
    firm = cast.firm
    firm.phone, firm.street, firm.support_email = "(207) 555-0142", "12 Wharf Street", "hello@alder.example"
    firm.save()
    Branding.objects.create(firm=firm, welcome="Welcome.")
    come_in(cast, cast.acme)
    access, _ = come_in(cast, cast.beta)
    return access.person.user


def test_firm_pages_pass_the_scan(cast, open_page):
    let_in(cast.olive, cast.acme, "carla@acme.example", "Carla")
    Domain.objects.create(firm=cast.firm, host="clients.alder.example", finding=Finding.MISSING)
    scan(open_page(cast.olive), FIRM_PAGES)


def test_portal_pages_pass_the_scan(carla, open_page):
    scan(open_page(carla), ("/portal/", "/portal/profile/", "/portal/profile/password/"))


def test_a_page_with_errors_passes_the_scan(cast, open_page):
    page = open_page(cast.olive, "/settings/")
    page.get_by_label("Firm name").fill("")
    page.get_by_label("Days an invite stays open").fill("99")
    page.get_by_role("button", name="Save settings").click()
    assert page.get_by_role("alert").evaluate("banner => banner === document.activeElement")
    assert_accessible_everywhere(page)


def test_the_mark_of_a_firm_is_painted_in_its_colour(carla, open_page):
    """A symbol of the sprite takes custom properties from where it is used, though no rule reaches into it."""
    page = open_page(carla, "/portal/")
    picture = b64encode(page.locator(".portal-firm .mark").screenshot()).decode()
    assert page.evaluate(PIXEL, f"data:image/png;base64,{picture}") == [0x1F, 0x5C, 0x4A, 255]


def test_the_account_menu_by_keyboard(cast, open_page):
    page = open_page(cast.olive, "/home/")
    opener = page.get_by_role("button", name="Olive")
    opener.focus()
    page.keyboard.press("Enter")
    focused = page.locator(":focus")
    expect(focused).to_have_text("Your profile")
    page.keyboard.press("ArrowDown")
    expect(focused).to_have_text("Log out")
    page.keyboard.press("ArrowDown")
    expect(focused).to_have_text("Your profile")
    page.keyboard.press("End")
    expect(focused).to_have_text("Log out")
    page.keyboard.press("y")
    expect(focused).to_have_text("Your profile")
    assert_accessible(page, skip=("target-size",))  # an open menu lies over what is below it
    page.keyboard.press("Escape")
    assert opener.evaluate("button => button === document.activeElement")


def test_the_account_menu_opens_in_view_on_a_page_that_is_longer(cast, open_page):
    for n in range(30):
        make_client(cast.firm, f"Client {n}")
    page = open_page(cast.olive, "/clients/", viewport={"width": 1280, "height": 600})
    place = page.get_by_role("button", name="Olive").bounding_box()
    page.mouse.click(place["x"] + 9, place["y"] + 9)
    expect(page.get_by_role("menuitem", name="Log out")).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") == 0


def test_who_logs_out_leaves_nothing_in_the_tab(cast, open_page):
    page = open_page(cast.olive, "/home/")
    page.evaluate("localStorage.setItem('tus', '1'); sessionStorage.setItem('select-rows', '1')")
    page.get_by_role("button", name="Olive").click()
    page.get_by_role("menuitem", name="Log out").click()
    page.wait_for_url("**/login/")
    kept = page.evaluate("[localStorage.getItem('tus'), sessionStorage.getItem('select-rows')]")
    assert kept == [None, None]


TYPED_AT_ONCE = """button => {
  button.click();
  button.dispatchEvent(new KeyboardEvent("keydown", {key: "l", bubbles: true}));
}"""


def test_letters_typed_before_the_browser_has_told_that_a_menu_opened_count(cast, open_page):
    page = open_page(cast.olive, "/home/")
    page.get_by_role("button", name="Olive").evaluate(TYPED_AT_ONCE)
    page.wait_for_timeout(100)
    expect(page.locator(":focus")).to_have_text("Log out")


def test_of_many_records_one_is_found_by_typing_its_name(cast, carla, open_page):
    for number in (1, 12, 2):
        come_in(cast, make_client(cast.firm, f"Zebra Holding {number}"))
    page = open_page(carla, f"/portal/{cast.acme.pk}/")
    page.get_by_role("button", name="Client record: Acme Bakery LLC. Switch").click()
    page.keyboard.type("zebra holding 2")
    expect(page.get_by_role("menuitemradio", name="Zebra Holding 2")).to_be_focused()


def test_the_switcher_is_a_menu_of_links(cast, carla, open_page):
    page = open_page(carla, f"/portal/{cast.acme.pk}/")
    page.get_by_role("button", name="Client record: Acme Bakery LLC. Switch").click()
    assert_accessible(page)
    page.get_by_role("menuitemradio", name="Beta Farms").click()
    page.wait_for_url(f"**/portal/{cast.beta.pk}/")


def test_the_drawer_on_a_phone(cast, open_page):
    page = open_page(cast.olive, "/home/", viewport={"width": 390, "height": 844})
    assert not page.get_by_role("link", name="All clients").is_visible()
    page.get_by_role("button", name="Open menu").click()
    assert page.get_by_role("link", name="All clients").is_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="All clients").is_visible()


def test_of_tabs_wider_than_a_phone_the_open_one_is_in_view(cast, open_page):
    page = open_page(cast.olive, "/settings/licences/", viewport={"width": 390, "height": 844})
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport()


def test_slash_puts_the_cursor_into_the_search_until_it_is_turned_off(cast, open_page):
    page = open_page(cast.olive, "/profile/")
    page.keyboard.press("/")
    assert page.get_by_role("searchbox").evaluate("box => box === document.activeElement")
    page.keyboard.type("a/b")
    assert page.get_by_role("searchbox").input_value() == "a/b"
    page.get_by_role("switch", name="Press / to search").uncheck()
    page.reload()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement === document.body")


def test_a_password_can_be_looked_at(carla, open_page):
    page = open_page(carla, "/portal/profile/password/")
    field = page.get_by_label("New password", exact=True)
    field.fill("bread rises slowly")
    page.get_by_role("button", name="Show new password").click()
    assert field.get_attribute("type") == "text"
    page.get_by_role("button", name="Hide new password").click()
    assert field.get_attribute("type") == "password"


def test_a_toast_says_what_was_done_and_can_be_dismissed(cast, open_page):
    page = open_page(cast.olive, "/profile/")
    page.get_by_label("Your name").fill("Olive Alder")
    page.get_by_role("button", name="Save profile").click()
    toast = page.get_by_role("status").get_by_text("Profile saved")
    assert toast.is_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Dismiss").click()
    assert not toast.is_visible()


def test_a_picked_colour_is_shown_at_once(cast, open_page):
    page = open_page(cast.olive, "/settings/branding/")
    page.get_by_label("Your firm’s colour").fill("#ffff00")
    page.get_by_text("You picked #ffff00").wait_for()
    assert_accessible(page)


def test_everything_of_the_portal_works_without_scripts(cast, carla, open_page):
    page = open_page(carla, "/portal/", java_script_enabled=False)
    page.get_by_role("link", name="Profile").click()
    page.get_by_label("Phone").fill("(207) 555-0100")
    page.get_by_role("button", name="Save profile").click()
    assert page.get_by_text("Profile saved").is_visible()
    assert page.get_by_label("Phone").input_value() == "(207) 555-0100"
    page.get_by_role("button", name="Client record").click()
    page.get_by_role("menuitemradio", name="Beta Farms").click()
    assert page.url.endswith(f"/portal/{cast.beta.pk}/")
