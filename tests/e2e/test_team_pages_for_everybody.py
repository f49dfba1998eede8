"""Team, permissions, licences and setting up: axe, every width, by keyboard and without scripts."""

import pytest
from playwright.sync_api import expect

from latchstring.accounts.actions.deactivate_member import deactivate_member
from latchstring.accounts.actions.invite_member import invite_member
from latchstring.accounts.actions.save_permission_set import save_permission_set
from latchstring.clients.models import Client
from latchstring.policy.actions import Action
from latchstring.policy.roles import Role
from latchstring.portals.models import Access
from tests.accounts.test_team_invite import link_of
from tests.cast import make_cast
from tests.doors.world import make_world
from tests.e2e.axe import assert_accessible_everywhere

POST = """url => {
    const form = document.querySelector('form[action="/logout/"]');
    form.action = url;
    form.submit();
}"""
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_every_page_passes_axe_at_every_width_by_day_and_by_night(open_page):
    cast = make_cast()
    dev = invite_member(cast.owner, email="dev@alder-pike.example", name="Dev Mehta", role=Role.STAFF)
    desk = save_permission_set(cast.owner, name="Front desk", actions={Action.CLIENT_VIEW}, all_clients=True)
    Client.objects.filter(pk=cast.acme.pk).update(responsible=cast.sam)
    deactivate_member(cast.owner, cast.sam.pk)
    page = open_page(cast.olive, "/settings/team/")
    for path in (
        "/settings/team/", "/settings/team/invite/", f"/settings/team/{dev.pk}/", f"/settings/team/{cast.sam.pk}/",
        f"/settings/team/{cast.vic.pk}/deactivate/", f"/settings/team/{cast.sam.pk}/clients/?q=nobody",
        "/settings/permissions/", f"/settings/permissions/{desk.pk}/", "/settings/licences/", "/settings/branding/",
        "/set-up/", "/set-up/contact/", "/set-up/logo/", "/set-up/email/", "/set-up/clients/",
    ):  # fmt: skip
        page.goto(path)
        assert_accessible_everywhere(page)
    page.goto("/settings/team/invite/")
    page.get_by_role("button", name="Send invite").click()
    assert_accessible_everywhere(page)
    assert_accessible_everywhere(open_page(None, f"/join/{link_of(dev)}/"))


def test_the_portal_as_a_client_sees_it_passes_axe(open_page):
    world = make_world(make_cast())
    access = Access.objects.get(pk=world.ids["acme"]["access_id"])
    page = open_page(world.cast.sam, f"/clients/{access.client_id}/")
    page.evaluate(POST, f"/clients/{access.client_id}/access/{access.pk}/view/")
    expect(page.get_by_text("You see the portal as")).to_be_visible()
    assert_accessible_everywhere(page)
    page.get_by_role("button", name="Stop viewing").first.click()
    expect(page.get_by_text("You no longer view as Carla")).to_be_visible()


def test_somebody_is_invited_by_keyboard_and_without_scripts(open_page):
    cast = make_cast()
    page = open_page(cast.olive, "/settings/team/", java_script_enabled=False)
    page.get_by_role("link", name="Invite team member").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Email").fill("dev@alder-pike.example")
    page.get_by_label("Name").fill("Dev Mehta")
    page.get_by_label("Name").press("Enter")
    expect(page.get_by_text("Invite sent to Dev Mehta")).to_be_visible()
    expect(page.get_by_role("row", name="Dev Mehta")).to_contain_text("Invited")
