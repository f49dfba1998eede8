"""Settings, Team: its list, one member, leaving, clients, permission sets and licences."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from latchstring.accounts.actions.invite_member import invite_member
from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.clients import search
from latchstring.clients.models import Assignment, Client
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.roles import Role
from tests.cast import make_client, make_member
from tests.web.client_kit import browser_of, count

TEAM, INVITE, SETS, LICENCES = (
    "/settings/team/", "/settings/team/invite/", "/settings/permissions/", "/settings/licences/"
)  # fmt: skip
DEV = {"email": "dev@alder-pike.example", "name": "Dev Mehta", "title": "", "role": "staff", "seats": ["files"]}


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


def url(name, member):
    return reverse(f"team-{name}", args=[member.pk])


def typed(member, **fields):
    now = {"name": member.name, "title": member.title, "role": member.role, "seats": ["files", "esign"]}
    return {key: value for key, value in (now | fields).items() if value is not None}


def test_the_list_says_who_may_what_and_how_each_stands(cast, olive):
    invite_member(cast.owner, email=DEV["email"], name="Dev Mehta", role=Role.STAFF)
    TeamMember.objects.filter(pk=cast.vic.pk).update(deactivated_at=clock.now())
    html = olive.get(TEAM).content.decode()
    words = " ".join(html.split())
    for expected in (
        "Olive", "Owner", "Staff (assigned clients)", "sam@alder-pike.example", "Files, Client Requests &amp; Surveys",
        "Dev Mehta", "Invited", "Deactivated", "Never", "3 people work here now.",
    ):  # fmt: skip
        assert expected in words, expected
    assert "Rita" not in html


def test_the_number_of_statements_stays(cast, olive):
    few = count(olive, TEAM)
    for number in range(20):
        make_member(cast.firm, f"More{number}", Role.STAFF_ASSIGNED)
    assert count(olive, TEAM) == few


def test_inviting_sends_one_email_and_says_so(cast, olive):
    assert olive.post(INVITE, DEV).headers["Location"] == TEAM
    assert Message.objects.get().to_address == DEV["email"]
    member = TeamMember.objects.get(address=DEV["email"])
    assert (member.role, "files" in member.seats, "esign" in member.seats) == ("staff", True, False)
    assert "Invite sent to Dev Mehta" in olive.get(TEAM).content.decode()


def test_a_new_person_is_staff_until_something_else_is_chosen(cast, olive):
    assert '<option value="staff" selected>' in olive.get(INVITE).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": ""}, "Enter an email address."),
        ({"email": "dev"}, "Enter an email address like name@example.com."),
        ({"email": "vic@alder-pike.example"}, "Vic is already on the team."),
        ({"name": ""}, "Enter a name."),
        ({"role": "owner"}, "This role can’t be given."),
        ({"role": "emperor"}, "This role can’t be given."),
        ({"seats": ["gold"]}, "Choose licences from the list."),
    ],
)
def test_what_is_wrong_with_an_invite_is_said_and_the_rest_is_kept(cast, olive, wrong, sentence):
    answer = olive.post(INVITE, {**DEV, "title": "Accountant", **wrong})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="Accountant"' in answer.content.decode()
    assert not Message.objects.exists()


def test_an_invite_is_resent_and_cancelled_from_its_page(cast, olive):
    dev = invite_member(cast.owner, email=DEV["email"], name="Dev", role=Role.STAFF)
    assert "Resend invite" in olive.get(url("member", dev)).content.decode()
    assert olive.post(url("resend", dev)).status_code == 302
    assert Message.objects.filter(state="queued").count() == 1
    assert "Cancel the invite for Dev?" in olive.get(url("cancel", dev)).content.decode()
    assert TeamMember.objects.filter(pk=dev.pk).exists()
    olive.post(url("cancel", dev))
    assert not TeamMember.objects.filter(pk=dev.pk).exists()
    assert not Message.objects.filter(state="queued").exists()


def test_role_seats_name_and_title_are_saved_together_or_not_at_all(cast, olive):
    answer = olive.post(url("member", cast.vic), typed(cast.vic, role="admin", title="Partner", seats=["files"]))
    assert answer.status_code == 302
    cast.vic.refresh_from_db()
    assert (cast.vic.role, cast.vic.title, cast.vic.licences) == ("admin", "Partner", {"client-management", "files"})
    answer = olive.post(url("member", cast.vic), typed(cast.vic, name="", role="viewer"))
    assert answer.status_code == 422
    cast.vic.refresh_from_db()
    assert cast.vic.role == "admin"


def test_what_is_not_asked_for_is_not_changed(cast, olive):
    more = {"firm": str(cast.rival.pk), "user": str(cast.rita.user.pk), "deactivated_at": "2020-01-01", "id": "1"}
    assert olive.post(url("member", cast.vic), typed(cast.vic, **more)).status_code == 302
    cast.vic.refresh_from_db()
    assert (cast.vic.firm_id, cast.vic.deactivated_at) == (cast.firm.pk, None)


def test_the_owners_role_and_ones_own_can_not_even_be_posted(cast, olive):
    adam = browser_of(cast.adam)
    for browser, member in ((adam, cast.olive), (adam, cast.adam), (olive, cast.olive)):
        assert browser.post(url("member", member), typed(member, role="viewer")).status_code == 302
    for member, role in ((cast.olive, "owner"), (cast.adam, "admin")):
        member.refresh_from_db()
        assert member.role == role
    for browser, member in ((adam, cast.olive), (adam, cast.adam), (olive, cast.olive)):
        assert browser.post(url("deactivate", member), {"to": ""}).status_code == 409
    assert TeamMember.objects.filter(firm=cast.firm, deactivated_at=None).count() == 4


def test_only_the_owner_hands_the_firm_over_and_is_asked_first(cast, olive):
    adam = browser_of(cast.adam)
    assert "Make owner" not in adam.get(url("member", cast.vic)).content.decode()
    assert adam.post(url("owner", cast.adam)).status_code == 403
    assert "Make Adam the owner?" in olive.get(url("owner", cast.adam)).content.decode()
    assert olive.post(url("owner", cast.adam)).status_code == 302
    cast.olive.refresh_from_db()
    cast.adam.refresh_from_db()
    assert (cast.olive.role, cast.adam.role) == ("admin", "owner")


def test_deactivating_says_what_is_left_and_hands_it_over_in_one_go(cast, olive):
    Client.objects.filter(pk=cast.acme.pk).update(responsible=cast.sam)
    page = " ".join(olive.get(url("deactivate", cast.sam)).content.decode().split())
    assert "1 client has nobody responsible then, and 1 client has nobody else assigned." in page
    sam = browser_of(cast.sam)
    assert sam.get("/home/").status_code == 200
    answer = olive.post(url("deactivate", cast.sam), {"to": str(cast.adam.pk)})
    assert answer.status_code == 302
    assert sam.get("/home/").status_code == 404
    cast.acme.refresh_from_db()
    assert cast.acme.responsible_id == cast.adam.pk
    assert "Sam is deactivated, and Adam has the clients" in olive.get(TEAM).content.decode()


def test_deactivating_without_handing_over_keeps_what_is_left_in_sight(cast, olive):
    Client.objects.filter(pk=cast.acme.pk).update(responsible=cast.sam)
    olive.post(url("deactivate", cast.sam), {"to": ""})
    page = olive.get(url("member", cast.sam)).content.decode()
    assert "1 client has nobody responsible then" in page
    assert "Hand over" in page
    olive.post(url("hand-over", cast.sam), {"to": str(cast.adam.pk)})
    assert Assignment.objects.get(client=cast.acme).member_id == cast.adam.pk
    assert olive.post(url("reactivate", cast.sam)).status_code == 302
    assert browser_of(cast.sam).get("/home/").status_code == 200


@pytest.mark.parametrize("to", ["", "nobody", "rita"])
def test_clients_are_handed_over_to_a_colleague_from_the_list(cast, olive, to):
    posted = str(cast.rita.pk) if to == "rita" else to
    answer = olive.post(url("hand-over", cast.sam), {"to": posted})
    assert answer.status_code == 422
    assert Assignment.objects.filter(member_id=cast.sam.pk).count() == 1


def test_a_deactivation_that_fails_hands_nothing_over(cast, olive):
    answer = olive.post(url("deactivate", cast.olive), {"to": str(cast.adam.pk)})
    assert answer.status_code == 409
    assert "always has an owner" in answer.content.decode()


def test_clients_are_found_assigned_and_taken_away(cast, olive):
    page = url("clients", cast.sam)
    sam = browser_of(cast.sam)
    search.refresh([cast.acme.pk, cast.beta.pk])
    found = olive.get(page, {"q": "Beta"}).content.decode()
    assert f'value="give:{cast.beta.pk}"' in found
    assert sam.get(f"/clients/{cast.beta.pk}/").status_code == 404
    assert olive.post(f"{page}?q=Beta", {"client": f"give:{cast.beta.pk}"}).headers["Location"] == f"{page}?q=Beta"
    assert sam.get(f"/clients/{cast.beta.pk}/").status_code == 200
    olive.post(page, {"client": f"take:{cast.acme.pk}"})
    assert sam.get(f"/clients/{cast.acme.pk}/").status_code == 404
    assert "No clients match" in olive.get(page, {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("posted", ["give:", "give:1", "give", "", "drop:x"])
def test_a_client_that_is_not_there_changes_nothing(cast, olive, posted):
    assert olive.post(url("clients", cast.sam), {"client": posted}).status_code in {302, 404}
    assert olive.post(url("clients", cast.sam), {"client": f"give:{cast.rival_client.pk}"}).status_code == 404
    assert Assignment.objects.count() == 1


def test_assigned_clients_take_as_many_statements_for_many(cast, olive):
    few = count(olive, url("clients", cast.sam))
    for number in range(30):
        client = make_client(cast.firm, f"More {number}")
        Assignment.objects.create(firm=cast.firm, client=client, member_id=cast.sam.pk)
    assert count(olive, url("clients", cast.sam)) == few


def test_a_role_is_copied_changed_given_and_deleted(cast, olive):
    copied = olive.get(f"{SETS}new/?from=viewer").content.decode()
    assert 'value="Viewer, copy"' in copied
    assert re.findall(r'value="(\S+)"[^>]*checked', copied) == ["all", "client:view", "files:view"]
    answer = olive.post(f"{SETS}new/", {"name": "Desk", "clients": "all", "actions": ["client:view", "invite:send"]})
    assert answer.status_code == 302
    desk = PermissionSet.objects.get()
    olive.post(url("member", cast.vic), typed(cast.vic, role=str(desk.pk)))
    cast.vic.refresh_from_db()
    assert cast.vic.permission_set == desk
    assert "Desk" in olive.get(TEAM).content.decode()
    assert "Vic" in olive.get(SETS).content.decode()
    assert olive.post(f"{SETS}{desk.pk}/delete/").status_code == 409
    olive.post(url("member", cast.vic), typed(cast.vic, role="viewer"))
    olive.post(f"{SETS}{desk.pk}/delete/")
    assert not PermissionSet.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"clients": "none"}, {"clients": ""}, {"actions": ["world:rule"]}, {"name": "y" * 70}]
)
def test_a_wrong_permission_set_is_explained_and_kept(cast, olive, wrong):
    answer = olive.post(f"{SETS}new/", {"name": "Desk", "clients": "all", "actions": ["client:view"], **wrong})
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert not PermissionSet.objects.exists()


def test_licences_are_switched_and_seats_given(cast, olive):
    page = " ".join(olive.get(LICENCES).content.decode().split())
    assert "4 of 4 people have a seat" in page
    olive.post(f"{LICENCES}esign/switch/")
    assert "esign" not in Firm.objects.get(pk=cast.firm.pk).switched_on
    olive.post(f"{LICENCES}esign/switch/", {"on": "yes"})
    assert "esign" in Firm.objects.get(pk=cast.firm.pk).switched_on
    olive.post(f"{LICENCES}files/seats/", {"seat": [str(cast.olive.pk), str(cast.rita.pk), "x"]})
    having = [each.name for each in TeamMember.objects.filter(firm=cast.firm).order_by("name") if "files" in each.seats]
    assert having == ["Olive"]
    assert olive.post(f"{LICENCES}client-management/switch/").status_code == 409
    assert olive.post(f"{LICENCES}gold/switch/").status_code == 404


@pytest.mark.parametrize("who", ["sam", "vic"])
@pytest.mark.parametrize("page", [TEAM, INVITE, SETS, f"{SETS}new/", LICENCES])
def test_others_are_told_what_is_missing(cast, who, page):
    answer = browser_of(getattr(cast, who)).get(page)
    assert answer.status_code == 403
    assert "manage the team" in answer.content.decode()


def test_who_manages_the_team_and_no_more_finds_it_under_settings(cast):
    lead = PermissionSet.objects.create(firm=cast.firm, name="Lead", actions=["team:manage"], all_clients=True)
    TeamMember.objects.filter(pk=cast.vic.pk).update(permission_set=lead)
    html = browser_of(cast.vic).get(TEAM).content.decode()
    assert f'class="nav-item" href="{TEAM}"' in html
    assert "/settings/branding/" not in html


def test_it_needs_the_token_of_its_form(cast):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(cast.olive.user, "allauth.account.auth_backends.AuthenticationBackend")
    assert browser.post(INVITE, DEV).status_code == 403
    assert browser.post(url("deactivate", cast.vic)).status_code == 403
