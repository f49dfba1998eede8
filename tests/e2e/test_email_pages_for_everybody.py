"""The email log, templates, the sending domain and alerts: axe at every width, and one way through without scripts."""

import pytest
from playwright.sync_api import expect

from latchstring.clients.models import Contact
from latchstring.kernel import clock
from latchstring.mail.models import Alert, Message
from latchstring.portals.project import addresses_changed
from tests.cast import make_cast
from tests.e2e.axe import assert_accessible_everywhere
from tests.portals.people import invited, kill

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_every_page_about_email_passes_axe(open_page):
    cast = make_cast()
    invited(cast.owner, cast.acme)
    kill(cast.firm, "carla@acme.example")
    addresses_changed(cast.firm.pk, ["carla@acme.example"])
    Alert.objects.create(firm=cast.firm, reason="The mail server took our email for spam.", detail="550 5.7.1 spam")
    contact = Contact.objects.get(address="carla@acme.example")
    page = open_page(cast.olive, "/emails/")
    for path in (
        "/emails/", f"/emails/{Message.objects.get().pk}/", f"/emails/contacts/{contact.pk}/reactivate/",
        "/emails/strays/", "/templates/", "/templates/new/", "/settings/email/", "/home/",
    ):  # fmt: skip
        page.goto(path)
        assert_accessible_everywhere(page)


def test_an_address_is_reactivated_without_scripts(open_page):
    cast = make_cast()
    carla = invited(cast.owner, cast.acme)
    kill(cast.firm, "carla@acme.example")
    addresses_changed(cast.firm.pk, ["carla@acme.example"])
    page = open_page(cast.sam, f"/clients/portals/users/{carla.pk}/", java_script_enabled=False)
    page.get_by_role("button", name="More actions for Carla Acme").click()
    page.get_by_role("menuitem", name="Reactivate email").click()
    page.get_by_role("button", name="Reactivate").click()
    expect(page.get_by_text("Write why this address works now.").first).to_be_visible()
    page.get_by_label("Why does it work now?").fill("She made room in her mailbox.")
    page.get_by_role("button", name="Reactivate").click()
    expect(page.get_by_text("reactivated the email of Carla Acme: She made room in her mailbox.")).to_be_visible()
    carla.refresh_from_db()
    assert carla.email_inactive_at is None
    assert Message.objects.filter(kind="reactivated", created_at__lte=clock.now()).count() == 1
