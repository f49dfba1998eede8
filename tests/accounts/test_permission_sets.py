"""Permission sets: copied from a role, given to people, changed while they work."""

import pytest

from latchstring.accounts.actions.change_role import change_role
from latchstring.accounts.actions.delete_permission_set import delete_permission_set
from latchstring.accounts.actions.save_permission_set import save_permission_set
from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.accounts.queries import staff_actor_for
from latchstring.accounts.team import BadTeam
from latchstring.audit.models import Event
from latchstring.policy.actions import Action
from latchstring.policy.actor import Refused
from latchstring.policy.roles import Role
from tests.cast import make_member
from tests.web.client_kit import browser_of

DESK = {"name": "Front desk", "actions": {Action.CLIENT_VIEW, Action.INVITE_SEND}, "all_clients": True}
LEAD = {"name": "Lead", "actions": {Action.TEAM_MANAGE, Action.CLIENT_VIEW}, "all_clients": False}


@pytest.fixture
def desk(cast):
    return save_permission_set(cast.owner, **DESK)


def given(cast, member, chosen):
    change_role(cast.owner, member.pk, role=Role.STAFF, permission_set=chosen)
    return staff_actor_for(member.user, cast.firm)


def test_a_set_is_saved_with_one_event(cast, desk):
    assert (desk.allowed, desk.all_clients, desk.firm_id) == (DESK["actions"], True, cast.firm.pk)
    assert Event.objects.get().name == "permissions.saved"


def test_a_change_bites_on_the_next_request(cast, desk):
    given(cast, cast.vic, desk)
    browser = browser_of(cast.vic)
    assert browser.get("/settings/audit/").status_code == 403
    save_permission_set(cast.owner, set_id=desk.pk, **DESK | {"actions": {*DESK["actions"], Action.AUDIT_VIEW}})
    assert browser.get("/settings/audit/").status_code == 200
    save_permission_set(cast.owner, set_id=desk.pk, **DESK | {"all_clients": False})
    assert browser.get("/settings/audit/").status_code == 403
    assert browser.get(f"/clients/{cast.acme.pk}/").status_code == 404


def test_a_role_takes_the_place_of_a_set_and_the_log_says_which(cast, desk):
    given(cast, cast.vic, desk)
    change_role(cast.owner, cast.vic.pk, role=Role.VIEWER)
    detail = Event.objects.filter(name="member.role_changed").order_by("-id").first().detail
    assert detail == {"name": "Vic", "role": "viewer", "before": "Front desk", "set": ""}


def test_nobody_puts_into_a_set_what_they_lack(cast):
    lead = given(cast, cast.vic, save_permission_set(cast.owner, **LEAD))
    for more in ({"actions": {Action.FIRM_EDIT}}, {"all_clients": True}):
        with pytest.raises(BadTeam, match="you don’t have it yourself"):
            save_permission_set(lead, **LEAD | {"name": "More"} | more)
    assert save_permission_set(lead, **LEAD | {"name": "Same"}).name == "Same"


def test_nobody_gives_a_set_or_role_that_holds_more_than_theirs(cast, desk):
    lead = given(cast, cast.vic, save_permission_set(cast.owner, **LEAD))
    ann = make_member(cast.firm, "Ann", Role.VIEWER)
    given(cast, ann, save_permission_set(cast.owner, name="Looks", actions={Action.CLIENT_VIEW}, all_clients=False))
    with pytest.raises(BadTeam, match="You can’t give “Front desk”, since you may not see all clients yourself"):
        change_role(lead, ann.pk, role=Role.STAFF, permission_set=desk)


def test_nobody_takes_what_they_lack_from_a_set_of_others(cast, desk):
    lead = given(cast, cast.vic, save_permission_set(cast.owner, **LEAD))
    with pytest.raises(BadTeam, match="You can’t take the permission “send invites”"):
        save_permission_set(lead, set_id=desk.pk, **DESK | {"actions": {Action.CLIENT_VIEW}})


def test_nobody_locks_themselves_out(cast):
    mine = save_permission_set(cast.owner, **LEAD)
    lead = given(cast, cast.vic, mine)
    with pytest.raises(BadTeam, match="lock yourself out"):
        save_permission_set(lead, set_id=mine.pk, **LEAD | {"actions": {Action.CLIENT_VIEW}})
    mine.refresh_from_db()
    assert Action.TEAM_MANAGE in mine.allowed


def test_the_owner_never_has_a_set(cast, desk):
    with pytest.raises(BadTeam, match="always has an owner"):
        change_role(cast.owner, cast.olive.pk, role=Role.STAFF, permission_set=desk)
    given(cast, cast.adam, desk)
    change_role(cast.owner, cast.adam.pk, role=Role.OWNER)
    assert TeamMember.objects.get(pk=cast.adam.pk).permission_set is None


def test_a_set_that_somebody_has_is_not_deleted(cast, desk):
    given(cast, cast.vic, desk)
    with pytest.raises(BadTeam, match="Vic has this permission set"):
        delete_permission_set(cast.owner, desk.pk)
    change_role(cast.owner, cast.vic.pk, role=Role.VIEWER)
    assert delete_permission_set(cast.owner, desk.pk) == "Front desk"
    assert delete_permission_set(cast.owner, desk.pk) == ""
    assert not PermissionSet.objects.exists()


def test_sets_of_another_firm_are_out_of_reach(cast, desk):
    with pytest.raises(BadTeam, match="deleted meanwhile"):
        save_permission_set(cast.rival_owner, set_id=desk.pk, **DESK)
    assert delete_permission_set(cast.rival_owner, desk.pk) == ""
    other = make_member(cast.rival, "Otto", Role.VIEWER)
    with pytest.raises(BadTeam, match="permission set is gone"):
        change_role(cast.rival_owner, other.pk, role=Role.STAFF, permission_set=desk)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "front DESK"])
def test_a_name_is_short_and_nobody_elses(cast, desk, name):
    with pytest.raises(BadTeam) as wrong:
        save_permission_set(cast.owner, **DESK | {"name": name})
    assert wrong.value.field == "name"
    assert PermissionSet.objects.count() == 1


def test_the_clients_own_permission_is_never_in_a_set(cast):
    saved = save_permission_set(cast.owner, **DESK | {"actions": {Action.PORTAL_ENTER, Action.CLIENT_VIEW}})
    assert saved.allowed == {Action.CLIENT_VIEW}


@pytest.mark.parametrize("who", ["staff", "viewer"])
def test_who_may_not_manage_the_team_writes_nothing(cast, who):
    with pytest.raises(Refused):
        save_permission_set(getattr(cast, who), **DESK)
    assert not PermissionSet.objects.exists()
