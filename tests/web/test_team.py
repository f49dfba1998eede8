"""The team: its list, invites, and the page of one member."""

import pytest
from django.test import Client as Browser

from latchstring.accounts.actions.invite_member import invite_member
from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.roles import Role
from tests.cast import make_member
from tests.web.client_kit import browser_of, count
from tests.web.team_kit import LICENCES, SETS, TEAM, typed, url

INVITE = "/settings/team/invite/"
DEV = {"email": "dev@alder-pike.example", "name": "Dev Mehta", "title": "", "role": "staff", "seats": ["files"]}


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


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
    browser.force_login(cast.olive.user, "latchstring.accounts.backend.Backend")
    assert browser.post(INVITE, DEV).status_code == 403
    assert browser.post(url("deactivate", cast.vic)).status_code == 403


def test_a_colleague_is_logged_out_everywhere_and_the_owner_is_not(cast, olive):
    sams = browser_of(cast.sam)
    olive.post(url("log-out", cast.sam))
    assert sams.get("/home/").status_code == 302
    assert Event.objects.get(name="login.ended_by").subject_id == cast.sam.pk
    adams = browser_of(cast.adam)
    assert adams.post(url("log-out", cast.olive)).status_code == 409
    assert olive.get("/home/").status_code == 200
