"""Two people of one mailbox, in a browser: who is here, a PIN, a passkey, and switching; its pages with axe."""

import pytest
from playwright.sync_api import expect

from latchstring.accounts.models import SingleSignOn
from latchstring.clients.models import Contact
from latchstring.portals.actions.accept import accept
from latchstring.portals.actions.invite_beside import invite_beside
from latchstring.portals.models import PortalUser
from tests.cast import make_cast, make_client
from tests.e2e.authenticator import with_authenticator
from tests.e2e.axe import assert_accessible_everywhere
from tests.portals.people import token_of
from tests.web.doorstep import let_in

HOME = "home@both.example"
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_two_people_of_one_login_are_kept_apart_by_a_pin_and_a_passkey(open_page):
    cast = make_cast()
    homes = make_client(cast.firm, "The Homes", ("Harold Home", HOME), ("Wanda Home", HOME))
    harold = let_in(cast.owner, homes, HOME, "Harold Home")
    contact = Contact.objects.get(client=homes, name="Wanda Home")
    office = open_page(cast.olive, f"/clients/{homes.pk}/contacts/{contact.pk}/beside/")
    assert_accessible_everywhere(office)
    invite_beside(cast.owner, homes, contact)
    wanda = PortalUser.objects.get(address=HOME, place=1)
    accept(token_of(wanda), user=harold.user)
    page = with_authenticator(open_page(harold.user, "/portal/"))
    expect(page.get_by_role("heading", name="Who is here?")).to_be_visible()
    page.get_by_label("Wanda Home").check()
    page.get_by_role("button", name="Go on").click()
    page.goto("/portal/profile/pin/")
    assert_accessible_everywhere(page)
    page.get_by_label("New PIN").fill("7391")
    page.get_by_role("button", name="Set PIN").click()
    expect(page.get_by_text("Your PIN is set")).to_be_visible()
    page.goto("/login/who/")
    assert_accessible_everywhere(page)
    page.get_by_label("Harold Home").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Harold Home, your account")).to_be_attached()
    page.goto("/portal/profile/passkeys/")
    page.get_by_role("button", name="Make a passkey on this device").click()
    expect(page.get_by_text("Your passkey is ready")).to_be_visible()
    assert_accessible_everywhere(page)
    page.goto("/login/who/")
    assert_accessible_everywhere(page)
    page.get_by_label("Wanda Home").check()
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("Show the passkey of Wanda Home.").first).to_be_visible()
    page.get_by_label("Harold Home").check()
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("Harold Home, your account")).to_be_attached()
    SingleSignOn.objects.create(
        firm=cast.firm, issuer="https://id.example", client_id="x", secret="x", label="Alder ID"
    )
    for path in ("/settings/single-sign-on/", "/settings/single-sign-on/remove/", "/settings/sign-in/"):
        office.goto(path)
        assert_accessible_everywhere(office)
