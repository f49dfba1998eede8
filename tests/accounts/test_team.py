"""Taking somebody into the team, and giving roles."""

import pytest
from django.core.exceptions import ValidationError

from latchstring.accounts.actions.add_member import add_member
from latchstring.accounts.actions.change_role import change_role
from latchstring.accounts.actions.save_permission_set import save_permission_set
from latchstring.accounts.models import TeamMember, User
from latchstring.accounts.queries import staff_actor_for
from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Refused, system_actor
from latchstring.policy.roles import Role

GRACE = {"email": "Grace@Alder-Pike.example", "name": "Grace  Okafor", "role": Role.STAFF}
PASSWORD = "a kettle on the stove"


def owners(firm):
    return list(TeamMember.objects.filter(firm=firm, role="owner", deactivated_at=None))


def test_a_new_member_can_log_in_with_the_password_given(cast):
    grace = add_member(cast.admin, **GRACE, password=PASSWORD, title="Partner")
    assert (grace.name, grace.role, grace.title, grace.firm) == ("Grace Okafor", "staff", "Partner", cast.firm)
    assert grace.user.email == "grace@alder-pike.example"
    assert grace.user.check_password(PASSWORD)
    assert grace.user.emailaddress_set.get().verified
    detail = Event.objects.get(name="member.added").detail
    assert detail == {"name": "Grace Okafor", "role": "staff", "seats": sorted(grace.seats)}
    assert detail["seats"]


def test_a_new_member_without_a_password_logs_in_by_codes(cast):
    assert not add_member(cast.admin, **GRACE).user.has_usable_password()


def test_a_login_of_another_firm_keeps_its_password_and_name(cast):
    cast.rita.user.set_password(PASSWORD)
    cast.rita.user.save()
    member = add_member(
        cast.owner, email=cast.rita.user.email, name="R", role=Role.ADMIN, password="another kettle on the stove"
    )
    assert member.user == cast.rita.user
    member.user.refresh_from_db()
    assert member.user.check_password(PASSWORD)
    assert member.user.name == "Rita"


def test_somebody_who_had_left_comes_back_with_the_new_role(cast):
    desk = save_permission_set(cast.owner, name="Front desk", actions={Action.CLIENT_VIEW}, all_clients=True)
    TeamMember.objects.filter(pk=cast.vic.pk).update(deactivated_at=cast.firm.created_at, permission_set=desk)
    again = add_member(cast.owner, email=cast.vic.user.email, name="Vic", role=Role.STAFF)
    assert (again.pk, again.role, again.deactivated_at) == (cast.vic.pk, "staff", None)
    assert staff_actor_for(again.user, cast.firm).may(Action.CLIENT_EDIT)


def test_who_is_on_the_team_is_not_added_twice(cast):
    with pytest.raises(ValueError, match="Vic is already on the team"):
        add_member(cast.owner, email=cast.vic.user.email, name="Vic", role=Role.STAFF)


@pytest.mark.parametrize("who", ["staff", "viewer"])
def test_a_role_that_may_not_changes_nothing(cast, who):
    before = (User.objects.count(), Event.objects.count())
    with pytest.raises(Refused):
        add_member(getattr(cast, who), **GRACE)
    with pytest.raises(Refused):
        change_role(getattr(cast, who), cast.vic.pk, role=Role.ADMIN)
    assert (User.objects.count(), Event.objects.count()) == before


def test_a_weak_password_and_a_bad_address_are_told_in_sentences(cast):
    with pytest.raises(ValidationError, match="12 characters"):
        add_member(cast.owner, **GRACE, password="short")
    with pytest.raises(ValueError, match="Enter one email address"):
        add_member(cast.owner, **GRACE | {"email": "a@b.example,c@d.example"})
    assert not User.objects.filter(email="grace@alder-pike.example").exists()


def test_nobody_is_added_as_a_second_owner(cast):
    with pytest.raises(ValueError, match="one owner"):
        add_member(cast.owner, **GRACE | {"role": Role.OWNER})


def test_a_role_bites_on_the_next_request(cast, client):
    client.force_login(cast.vic.user, "latchstring.accounts.backend.Backend")
    assert client.get("/settings/audit/").status_code == 403
    change_role(cast.owner, cast.vic.pk, role=Role.ADMIN)
    assert client.get("/settings/audit/").status_code == 200
    change_role(cast.owner, cast.vic.pk, role=Role.VIEWER)
    assert client.get("/settings/audit/").status_code == 403


def test_a_new_role_replaces_a_permission_set(cast):
    change_role(cast.owner, cast.sam.pk, role=Role.STAFF)
    actor = staff_actor_for(cast.sam.user, cast.firm)
    assert actor.client_ids is None
    assert actor.may(Action.CLIENT_EDIT)
    event = Event.objects.get(name="member.role_changed")
    assert event.detail == {"name": "Sam", "role": "staff", "before": "staff-assigned", "set": ""}


def test_the_owner_hands_the_firm_over_and_stays_an_admin(cast):
    change_role(cast.owner, cast.adam.pk, role=Role.OWNER)
    assert owners(cast.firm) == [cast.adam]
    cast.olive.refresh_from_db()
    assert cast.olive.role == "admin"


def test_the_command_line_may_hand_a_firm_over(cast):
    change_role(system_actor(cast.firm.pk), cast.adam.pk, role=Role.OWNER)
    assert owners(cast.firm) == [cast.adam]


def test_an_admin_can_neither_take_the_firm_nor_demote_its_owner(cast):
    with pytest.raises(Refused):
        change_role(cast.admin, cast.adam.pk, role=Role.OWNER)
    with pytest.raises(ValueError, match="always has an owner"):
        change_role(cast.admin, cast.olive.pk, role=Role.STAFF)
    with pytest.raises(ValueError, match="always has an owner"):
        change_role(cast.owner, cast.olive.pk, role=Role.ADMIN)
    assert owners(cast.firm) == [cast.olive]


def test_members_of_another_firm_are_out_of_reach(cast):
    with pytest.raises(ValueError, match="not on the team"):
        change_role(cast.owner, cast.rita.pk, role=Role.VIEWER)


@pytest.mark.parametrize("meanwhile", [{"role": Role.STAFF}, {"deactivated_at": clock.now()}])
def test_who_lost_the_right_meanwhile_changes_nobody(cast, meanwhile):
    adam = cast.admin
    TeamMember.objects.filter(pk=cast.adam.pk).update(**meanwhile)
    with pytest.raises(Refused):
        change_role(adam, cast.vic.pk, role=Role.STAFF)
    assert TeamMember.objects.get(pk=cast.vic.pk).role == Role.VIEWER


def test_the_same_role_again_is_no_event(cast):
    change_role(cast.owner, cast.vic.pk, role=Role.VIEWER)
    assert not Event.objects.exists()
