"""The accessibility scan of every page of files: firm, client and stranger, light and dark, wide and narrow."""

from datetime import timedelta

import pytest

from latchstring.accounts.models import User
from latchstring.files.actions.add_folder import add_folder
from latchstring.files.actions.delete import delete
from latchstring.files.actions.make_link import make_link
from latchstring.files.models import Version
from latchstring.kernel import clock
from tests.cast import make_cast
from tests.doors.files import put
from tests.e2e.axe import assert_accessible, assert_accessible_everywhere, scan
from tests.web.file_kit import come_in, firm_url, share_now

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    """A folder, a firm-only file, one that is shared, one from Carla, one held back, one in the bin, a link."""
    cast = make_cast()
    cast.carla, _ = come_in(cast, cast.acme)
    cast.letter = share_now(put(cast.owner, cast.acme, "A letter with quite a long name, as they are.txt"))
    add_folder(cast.owner, cast.acme, None, "Tax returns")
    put(cast.owner, cast.acme, "Draft.xlsx")
    cast.photo = put(cast.carla, cast.acme, "IMG_2041.jpg")
    Version.objects.filter(document=put(cast.carla, cast.acme, "Bad.pdf")).update(scan="infected")
    delete(cast.owner, documents=[put(cast.owner, cast.acme, "Old.txt")])
    cast.links = [
        make_link(cast.owner, cast.letter, expires_at=clock.now() + timedelta(days=1), **how)
        for how in ({"password": "a good password"}, {"email": "bank@x.example"})
    ]
    return cast


def test_the_pages_of_the_firm(open_page, cast):
    draft = put(cast.owner, cast.acme, "Another draft.txt")
    paths = [
        *(firm_url(name, cast.acme) for name in ("client-files", "files-bin", "folder-new")),
        *(firm_url(name, cast.acme, cast.letter) for name in ("file", "file-rename", "link-new")),
        *(f"{firm_url(name, cast.acme)}?document={draft.pk}" for name in ("files-move", "files-share", "files-delete")),
        *("/files/", "/files/links/"),
        *(firm_url(name, cast.beta) for name in ("client-files", "files-bin")),
    ]
    scan(open_page(cast.olive), paths)


def test_the_pages_of_the_client(open_page, cast):
    paths = [
        *(firm_url(name, cast.acme) for name in ("portal-client", "portal-files")),
        *(
            firm_url(name, cast.acme, cast.photo)
            for name in ("portal-file", "portal-file-rename", "portal-file-delete")
        ),
    ]
    scan(open_page(User.objects.get(email="carla@acme.example")), paths)


def test_a_secure_link_open_and_closed(open_page, cast):
    for made in cast.links:
        assert_accessible_everywhere(open_page(None, f"/s/{made.token}/"))
    page = open_page(None, f"/s/{cast.links[0].token}/")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Download").click()
    page.get_by_role("alert").wait_for()
    assert_accessible_everywhere(page)


def test_the_open_window_the_open_menu_and_the_bar(open_page, cast):
    page = open_page(cast.olive, firm_url("client-files", cast.acme))
    page.get_by_label("Select Draft.xlsx").check()
    page.get_by_role("region", name="Selected files").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="Make visible to the client").click()
    page.get_by_role("dialog", name="Client Portal").wait_for()
    assert_accessible_everywhere(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Actions for Draft.xlsx").click()
    page.get_by_role("menuitem", name="Secure link").wait_for()
    assert_accessible(page, skip=("target-size",))  # an open menu covers half of a row below it
