"""Change access in a real browser: from the record, from the Manager, and what the client finds then."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from latchstring.accounts.models import User
from latchstring.files.actions.share import share
from latchstring.kernel import clock
from latchstring.portals.models import PortalUser
from tests.cast import make_cast
from tests.doors.files import put
from tests.e2e.axe import assert_accessible_everywhere
from tests.web.client_kit import ago, let_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def luis(transactional_db):
    """Has accepted access to Acme, with a file to see there."""
    cast = make_cast()
    access = let_in(cast.olive, cast.acme, "luis@acme.example", "Luis Acme", accepted_at=ago(days=2))
    user = User.objects.create_user("luis@acme.example", name="Luis Acme")
    PortalUser.objects.filter(pk=access.person_id).update(user=user)
    share(cast.owner, cast.acme, [put(cast.owner, cast.acme, "Return.pdf")])
    return cast, access, user


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_narrowed_on_the_record_and_shut_on_the_clients_next_click(open_page, luis, script):
    cast, _, user = luis
    client = open_page(user, reverse("portal-client", args=[cast.acme.pk]), viewport={"width": 390, "height": 844})
    client.get_by_role("link", name="Return.pdf", exact=True).wait_for()
    page = open_page(cast.sam, reverse("client", args=[cast.acme.pk]), java_script_enabled=script)
    page.get_by_role("button", name="Actions for Luis Acme").click()
    page.get_by_role("menuitem", name="Change access…").click()
    window = page.get_by_role("dialog") if script else page.locator("section.dialog")
    window.get_by_role("radio", name="Billing only").check()
    window.get_by_label("Last day").fill("2020-01-31")
    window.get_by_role("button", name="Save").click()
    expect(window.get_by_text("Choose a day after today, or leave it empty.")).to_be_visible()
    expect(window.get_by_role("radio", name="Billing only")).to_be_checked()
    if script:
        assert_accessible_everywhere(page)
    window.get_by_label("Last day").fill((clock.now() + timedelta(days=400)).date().isoformat())
    window.get_by_role("button", name="Save").click()
    page.get_by_text("Access of Luis Acme changed", exact=True).wait_for()
    expect(page.locator("#client-portal")).to_contain_text("Billing only · until ")
    client.reload()
    expect(client.get_by_text("Nothing of Acme Bakery LLC is open to you now.")).to_be_visible()
    expect(client.get_by_text("Return.pdf")).to_have_count(0)
    if script:
        assert_accessible_everywhere(page)
        assert_accessible_everywhere(client)


def test_from_the_manager_by_way_of_the_record_that_is_meant(open_page, luis):
    cast, access, _ = luis
    let_in(cast.olive, cast.beta, "luis@acme.example", "Luis Acme")
    page = open_page(cast.olive, reverse("manager"))
    page.get_by_role("button", name="Actions for Luis Acme").click()
    page.get_by_role("menuitem", name="Change access…").click()
    page.get_by_role("heading", name="Change access for Luis Acme").wait_for()
    assert_accessible_everywhere(page)
    page.get_by_role("link", name="Acme Bakery LLC", exact=True).click()
    page.get_by_role("radio", name="Files only").check()
    assert_accessible_everywhere(page)
    page.get_by_role("button", name="Save").click()
    page.set_viewport_size({"width": 1360, "height": 900})
    expect(page.get_by_text("Acme Bakery LLC: Files only")).to_be_visible()
    assert_accessible_everywhere(page)
    page.goto(reverse("user-activity", args=[access.person_id]))
    expect(page.get_by_text("from “Everything” to “Files only”")).to_be_visible()
