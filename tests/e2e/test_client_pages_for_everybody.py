"""The accessibility scan of every page about a client, with every status on it."""

import pytest
from django.urls import reverse

from latchstring.clients.actions.add_contact import add_contact
from latchstring.clients.actions.add_note import add_note
from latchstring.clients.actions.link_clients import link_clients
from latchstring.clients.actions.pin_note import pin_note
from latchstring.clients.actions.set_responsible import set_responsible
from latchstring.clients.actions.tag_clients import tag_clients
from latchstring.clients.actions.update_client import update_client
from latchstring.clients.bulk import run
from latchstring.clients.models import Contact
from latchstring.portals.actions.remove_access import remove_access
from tests.cast import make_cast
from tests.e2e.axe import assert_accessible_everywhere, scan
from tests.web.client_kit import ago, came_back, let_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAGES = [
    "client",
    "client-edit",
    "client-archive",
    "client-notes",
    "client-activity",
    "client-team",
    "client-link",
    "contact-new",
    "portal-window",
]


@pytest.fixture
def cast(transactional_db):
    cast = make_cast()
    Contact.objects.create(firm=cast.firm, client=cast.acme, name="Mona Acme", first_name="Mona", position=9)
    let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", accepted_at=ago(days=2))
    let_in(cast.olive, cast.acme, "ana@books.example", "Ana Reyes", sent_at=ago(days=1), delivered_at=ago(days=1))
    let_in(cast.olive, cast.acme, "old@books.example", "Otto Alt", expires_at=ago(days=3))
    remove_access(cast.owner, let_in(cast.olive, cast.acme, "x@books.example", "Xenia").person, client=cast.acme)
    tag_clients(cast.owner, [cast.acme.pk], ["VIP", "payroll"])
    pin_note(cast.owner, add_note(cast.owner, cast.acme, text="Calls on Mondays.\n\nLikes tea."), pinned=True)
    add_note(cast.admin, cast.acme, text="Asked for a quote.")
    link_clients(cast.owner, cast.acme, cast.beta, relation="Owner and business")
    set_responsible(cast.owner, [cast.acme.pk], cast.adam)
    came_back(cast.firm, "carla@acme.example", days=9)
    return cast


def test_the_pages(open_page, cast):
    add_contact(cast.owner, cast.acme, name="L" * 200)
    update_client(cast.owner, cast.acme, name="W" * 190)
    contact = cast.acme.contacts.first()
    paths = [
        *(reverse(name) for name in ("clients", "client-new")),
        *(reverse(name, args=[cast.acme.pk]) for name in PAGES),
        *(reverse(f"contact-{verb}", args=[cast.acme.pk, contact.pk]) for verb in ("edit", "email", "merge", "remove")),
        reverse("clients") + "?q=okaf",
    ]
    scan(open_page(cast.olive), paths)


def test_a_change_to_many_that_runs(open_page, cast, monkeypatch):
    monkeypatch.setattr(run, "AT_ONCE", 0)
    change = tag_clients(cast.owner, [cast.acme.pk, cast.beta.pk], ["VIP"])
    page = open_page(cast.olive, reverse("clients-change", args=[change.pk]))
    assert_accessible_everywhere(page)
    run.change_clients()
    page.get_by_role("heading", name="VIP added to 1 client").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="Add tags: VIP").wait_for()
    run.change_clients()
    page.get_by_role("heading", name="Undone for 1 client").wait_for()


def test_the_open_window_with_what_was_refused(open_page, cast):
    page = open_page(cast.olive, reverse("client", args=[cast.acme.pk]))
    page.get_by_label("Send invite to the Client Portal").click()
    window = page.get_by_role("dialog", name="Client Portal")
    window.get_by_role("checkbox", name="Mona Acme").check()
    window.get_by_role("button", name="Add another person").click()
    window.get_by_label("Enter the email of a new person").fill("ana@")
    window.get_by_role("button", name="Send", exact=True).click()
    window.get_by_role("alert").wait_for()
    assert_accessible_everywhere(page)


def test_the_open_menu_and_the_question(open_page, cast):
    page = open_page(cast.olive, reverse("client", args=[cast.acme.pk]))
    page.get_by_role("button", name="Actions for Ana Reyes").click()
    assert_accessible_everywhere(page, skip=("target-size",))  # an open menu covers half of a row below it
    page.get_by_role("menuitem", name="Remove access").click()
    page.get_by_role("dialog", name="Remove access for Ana Reyes?").wait_for()
    assert_accessible_everywhere(page)


def test_a_form_with_errors(open_page, cast):
    page = open_page(cast.olive, reverse("contact-new", args=[cast.acme.pk]))
    page.get_by_label("Email").fill("ana@")
    page.get_by_role("button", name="Add contact").click()
    page.get_by_role("alert").wait_for()
    assert_accessible_everywhere(page)


def test_ticked_rows_and_the_question_for_many(open_page, cast):
    page = open_page(cast.olive, reverse("clients"))
    page.get_by_role("checkbox", name="Select all on this page").check()
    assert_accessible_everywhere(page)
    page.get_by_role("button", name="Tags and team").click()
    page.get_by_role("menuitem", name="Add tags").click()
    dialog = page.get_by_role("dialog", name="Add tags")
    dialog.get_by_label("Tags").fill(" ")
    dialog.get_by_role("button", name="Add tags").click()
    dialog.get_by_text("Type the name of a tag.").first.wait_for()
    assert_accessible_everywhere(page)
    dialog.get_by_label("Tags").fill("2026")
    dialog.get_by_role("button", name="Add tags").click()
    page.get_by_text("2026 added to 2 clients").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone for 2 clients").wait_for()
