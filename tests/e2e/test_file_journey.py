"""The story in a real browser: upload, share, invite the spouse; the client on a phone sends photos back."""

import pytest
from playwright.sync_api import expect

from latchstring.accounts.models import User
from latchstring.files.models import Document
from latchstring.portals.models import Access
from tests.cast import make_cast
from tests.web.client_kit import browser_of
from tests.web.file_kit import bytes_of, come_in, firm_url, put, share_now

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PHOTOS = [
    {"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + bytes([number]) * 300_000}
    for number in range(3)
]
DRAFT = [{"name": "Draft return.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 " + b"x" * 2_000_000}]


@pytest.fixture
def cast(transactional_db):
    cast = make_cast()
    come_in(cast, cast.acme)
    return cast


@pytest.fixture
def carla(cast):
    return User.objects.get(email="carla@acme.example")


def upload(page, files):
    page.locator("file-drop input[type=file]").first.set_input_files(files)


def test_sam_uploads_shares_and_invites_the_spouse_in_one_window(open_page, cast):
    page = open_page(cast.sam, firm_url("client-files", cast.acme))
    upload(page, DRAFT)
    row = page.get_by_role("listitem").filter(has_text="Draft return.pdf").filter(has_text="Firm only")
    expect(row).to_be_visible()
    page.get_by_label("Select Draft return.pdf").check()
    page.get_by_role("button", name="Make visible to the client").click()
    window = page.get_by_role("dialog", name="Client Portal")
    expect(window).to_contain_text("Visible to 1 person with access")
    window.get_by_role("button", name="Add another person").click()
    window.get_by_label("Enter the email of a new person").fill("spouse@acme.example")
    window.get_by_role("button", name="Add", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Discard what you typed?").get_by_role("button", name="Keep editing").click()
    window.get_by_role("button", name="Send", exact=True).click()
    expect(
        page.get_by_text("The client can see Draft return.pdf now. Invite sent to spouse@acme.example")
    ).to_be_visible()
    assert Document.objects.get().shared_at
    assert Access.objects.filter(person__email="spouse@acme.example").exists()


def test_cancel_leaves_the_file_and_its_tick(open_page, cast):
    put(cast.owner, cast.acme, "Draft return.pdf")
    page = open_page(cast.olive, firm_url("client-files", cast.acme))
    page.get_by_label("Select Draft return.pdf").check()
    page.get_by_role("button", name="Make visible to the client").click()
    page.get_by_role("dialog", name="Client Portal").get_by_role("link", name="Cancel").click()
    expect(page.get_by_label("Select Draft return.pdf")).to_be_checked()
    assert Document.objects.get().shared_at is None


def test_carla_sends_three_photos_from_her_phone(open_page, cast, carla):
    page = open_page(carla, firm_url("portal-client", cast.acme), **PHONE)
    expect(page.get_by_text("Take a photo")).to_be_visible()
    upload(page, PHOTOS)
    expect(page.get_by_role("status").filter(has_text="3 files uploaded")).to_be_attached()
    for photo in PHOTOS:
        expect(page.get_by_role("link", name=photo["name"], exact=True)).to_be_visible()
        sent = Document.objects.get(name=photo["name"])
        answer = browser_of(cast.sam).get(firm_url("file-download", cast.acme, sent))
        assert bytes_of(answer) == photo["buffer"]


def test_a_broken_line_is_taken_up_again(open_page, cast):
    page = open_page(cast.olive, firm_url("client-files", cast.acme))
    broken = []

    def cut(route):
        if route.request.method == "PATCH" and not broken:
            broken.append(route.request.url)
            return route.abort("connectionreset")
        return route.continue_()

    page.route("**/tus/*/", cut)
    upload(page, DRAFT)
    expect(page.get_by_role("link", name="Draft return.pdf", exact=True)).to_be_visible(timeout=15_000)
    assert broken


def test_a_new_version_goes_up_from_the_page_of_its_file(open_page, cast):
    draft = put(cast.owner, cast.acme, "Draft return.pdf", b"%PDF-1.7 first")
    page = open_page(cast.olive, firm_url("file", cast.acme, draft))
    upload(page, [{"name": "Corrected.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 second" * 100_000}])
    versions = page.get_by_role("region", name="Versions")
    expect(versions.get_by_role("listitem").filter(has_text="Version 2").filter(has_text="Current")).to_be_visible()
    expect(page.get_by_role("region", name="Details")).to_contain_text("1.5 MB")
    expect(page.get_by_role("heading", name="Draft return.pdf")).to_be_visible()
    assert bytes_of(browser_of(cast.olive).get(firm_url("file-download", cast.acme, draft)))[:15] == b"%PDF-1.7 second"


def test_what_is_refused_says_why_in_its_line(open_page, cast):
    page = open_page(cast.olive, firm_url("client-files", cast.acme))
    upload(page, [{"name": "run.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + b"x" * 1000}])
    expect(page.locator("[data-uploads]").get_by_text("This is a program, whatever its name says.")).to_be_visible()
    page.get_by_role("button", name="Put away run.pdf").click()
    expect(page.locator("[data-uploads] li")).to_have_count(0)
    assert not Document.objects.exists()


def test_without_scripts_it_all_works_by_forms(open_page, cast, carla):
    share_now(put(cast.owner, cast.acme, "Letter.txt", b"Dear Carla"))
    page = open_page(carla, firm_url("portal-files", cast.acme), java_script_enabled=False)
    page.locator("input[name=file]").first.set_input_files(PHOTOS[:2])
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("2 files uploaded")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download Letter.txt").click()
    assert download.value.suggested_filename == "Letter.txt"
    page.get_by_label("Select Letter.txt").check()
    with page.expect_download() as download:
        page.get_by_role("region", name="Selected files").get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "Acme Bakery LLC.zip"


def test_by_keyboard_alone_a_file_is_made_private_again(open_page, cast):
    share_now(put(cast.owner, cast.acme, "Letter.txt"))
    page = open_page(cast.olive, firm_url("client-files", cast.acme))
    page.get_by_role("button", name="Actions for Letter.txt").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("make")
    expect(page.get_by_role("menuitem", name="Make private")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Only the firm can see Letter.txt now")).to_be_visible()
