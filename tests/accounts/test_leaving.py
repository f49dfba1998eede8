"""Deactivating and reactivating team members, and handing the firm and clients over."""

import threading

import pytest
from django.db import connection

from latchstring.accounts.actions.cancel_team_invite import cancel_team_invite
from latchstring.accounts.actions.change_role import change_role
from latchstring.accounts.actions.deactivate_member import deactivate_member
from latchstring.accounts.actions.invite_member import invite_member
from latchstring.accounts.actions.join import join_new
from latchstring.accounts.actions.reactivate_member import reactivate_member
from latchstring.accounts.models import PermissionSet, TeamMember, User
from latchstring.accounts.queries import staff_actor_for
from latchstring.accounts.team import BadTeam
from latchstring.audit.models import Event
from latchstring.clients.actions.hand_over import hand_over
from latchstring.clients.caseload import caseload
from latchstring.clients.models import Assignment, Client
from latchstring.policy.actor import Refused
from latchstring.policy.roles import Role
from tests.accounts.test_team_invite import link_of
from tests.cast import make_cast, make_client, make_member
from tests.web.client_kit import browser_of, statements


def test_who_is_deactivated_is_nobody_on_the_next_request_and_comes_back_with_everything(cast):
    browser = browser_of(cast.sam)
    assert browser.get("/home/").status_code == 200
    deactivate_member(cast.admin, cast.sam.pk)
    assert browser.get("/home/").status_code == 404
    assert browser.get(f"/clients/{cast.acme.pk}/").status_code == 404
    reactivate_member(cast.admin, cast.sam.pk)
    assert browser.get(f"/clients/{cast.acme.pk}/").status_code == 200
    assert list(Event.objects.order_by("id").values_list("name", flat=True)) == [
        "member.deactivated",
        "member.reactivated",
    ]


def test_twice_is_once(cast):
    for act in (deactivate_member, deactivate_member, reactivate_member, reactivate_member):
        act(cast.admin, cast.sam.pk)
    assert Event.objects.count() == 2


@pytest.mark.parametrize("who", ["staff", "viewer"])
def test_who_may_not_manage_the_team_changes_nothing(cast, who):
    for act in (deactivate_member, reactivate_member):
        with pytest.raises(Refused):
            act(getattr(cast, who), cast.adam.pk)
    assert not Event.objects.exists()


def test_nobody_deactivates_the_owner_or_themselves(cast):
    with pytest.raises(BadTeam, match="always has an owner"):
        deactivate_member(cast.admin, cast.olive.pk)
    with pytest.raises(BadTeam, match="always has an owner"):
        deactivate_member(cast.owner, cast.olive.pk)
    with pytest.raises(BadTeam, match="by yourself"):
        deactivate_member(cast.admin, cast.adam.pk)
    with pytest.raises(BadTeam, match="your own role"):
        change_role(cast.admin, cast.adam.pk, role=Role.VIEWER)
    assert not Event.objects.exists()


def test_who_has_not_joined_yet_can_be_neither_deactivated_nor_the_owner(cast):
    dev = invite_member(cast.owner, email="dev@alder-pike.example", name="Dev", role=Role.ADMIN)
    with pytest.raises(BadTeam, match="Cancel the invite"):
        deactivate_member(cast.owner, dev.pk)
    with pytest.raises(BadTeam, match="not on the team now"):
        change_role(cast.owner, dev.pk, role=Role.OWNER)


def test_who_has_left_can_not_become_the_owner(cast):
    deactivate_member(cast.owner, cast.adam.pk)
    with pytest.raises(BadTeam, match="not on the team now"):
        change_role(cast.owner, cast.adam.pk, role=Role.OWNER)
    assert TeamMember.objects.get(firm=cast.firm, role="owner").pk == cast.olive.pk


def test_who_may_do_less_can_not_remove_who_may_do_more(cast):
    lead = PermissionSet.objects.create(
        firm=cast.firm, name="Lead", actions=["team:manage", "client:view", "files:view"], all_clients=True
    )
    TeamMember.objects.filter(pk=cast.sam.pk).update(permission_set=lead)
    sam = staff_actor_for(cast.sam.user, cast.firm)
    with pytest.raises(BadTeam, match="Adam may do more than you: manage client portals"):
        deactivate_member(sam, cast.adam.pk)
    with pytest.raises(BadTeam, match="more than you"):
        change_role(sam, cast.adam.pk, role=Role.VIEWER)
    deactivate_member(sam, cast.vic.pk)


def test_what_is_left_is_counted(cast):
    Client.objects.filter(pk=cast.acme.pk).update(responsible=cast.sam)
    Assignment.objects.create(firm=cast.firm, client=cast.beta, member_id=cast.sam.pk)
    Assignment.objects.create(firm=cast.firm, client=cast.beta, member_id=cast.adam.pk)
    load = caseload(cast.owner, cast.sam.pk)
    assert (load.assigned, load.responsible, load.alone) == (2, 1, 1)


def test_handing_over_moves_every_client_and_says_so_once(cast):
    Client.objects.filter(pk=cast.acme.pk).update(responsible=cast.sam)
    Client.objects.filter(pk=cast.beta.pk).update(responsible=cast.sam)
    Assignment.objects.create(firm=cast.firm, client=cast.acme, member_id=cast.vic.pk)
    assert hand_over(cast.owner, cast.sam, cast.vic) == 2
    assert not Assignment.objects.filter(member_id=cast.sam.pk).exists()
    assert set(Assignment.objects.filter(member_id=cast.vic.pk).values_list("client_id", flat=True)) == {
        cast.acme.pk, cast.beta.pk
    }  # fmt: skip
    assert set(Client.objects.filter(firm=cast.firm).values_list("responsible", flat=True)) == {cast.vic.pk}
    told = Event.objects.filter(name="member.handed_over")
    assert told.get().detail == {"name": "Sam", "to": "Vic", "clients": 2}
    moved = Event.objects.filter(client_id__isnull=False).values_list("name", "client_id", "subject_id")
    assert set(moved) == {
        ("member.unassigned", cast.acme.pk, cast.sam.pk), ("member.assigned", cast.beta.pk, cast.vic.pk)
    }  # fmt: skip
    assert hand_over(cast.owner, cast.sam, cast.vic) == 0
    assert told.count() == 1


def test_clients_go_to_an_active_colleague_of_the_same_firm_only(cast):
    deactivate_member(cast.owner, cast.vic.pk)
    for to in (cast.vic, cast.rita, cast.sam):
        with pytest.raises(ValueError, match=r"not on the team|colleague"):
            hand_over(cast.owner, cast.sam, to)
    with pytest.raises(Refused):
        hand_over(cast.staff, cast.sam, cast.adam)
    assert Assignment.objects.filter(member_id=cast.sam.pk).count() == 1


def test_handing_over_takes_as_many_statements_for_many_clients(cast):
    owner = cast.owner

    def cost(number):
        stan = make_member(cast.firm, f"Stan{number}", Role.STAFF_ASSIGNED)
        for place in range(number):
            client = make_client(cast.firm, f"Client {number} {place}")
            Assignment.objects.create(firm=cast.firm, client=client, member_id=stan.pk)
        with statements() as caught:
            assert hand_over(owner, stan, cast.adam) == number
        return len(caught)

    assert cost(2) == cost(40)


def at_once(*acts):
    """Each in a thread of its own; what it raised, or None."""
    ready, told = threading.Barrier(len(acts)), {}

    def run(place, act):
        try:
            ready.wait()
            act()
            told[place] = None
        except Exception as error:
            told[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [told[place] for place in range(len(acts))]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_admins_who_deactivate_each_other_at_once_are_not_both_gone():
    cast = make_cast()
    eve = make_member(cast.firm, "Eve", Role.ADMIN)
    adams, eves = cast.admin, staff_actor_for(eve.user, cast.firm)
    told = at_once(
        lambda: deactivate_member(adams, eve.pk),
        lambda: deactivate_member(eves, cast.adam.pk),
    )
    assert sorted(type(each).__name__ for each in told) == ["NoneType", "Refused"]
    active = TeamMember.objects.filter(pk__in=[cast.adam.pk, eve.pk], deactivated_at=None)
    assert active.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_hand_overs_of_the_firm_at_once_leave_one_owner():
    cast = make_cast()
    owner = cast.owner
    told = at_once(
        lambda: change_role(owner, cast.adam.pk, role=Role.OWNER),
        lambda: change_role(owner, cast.sam.pk, role=Role.OWNER),
    )
    assert sorted(type(each).__name__ for each in told) == ["NoneType", "Refused"]
    assert TeamMember.objects.filter(firm=cast.firm, role="owner", deactivated_at=None).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_is_deactivated_while_inviting_invites_nobody():
    cast = make_cast()
    admin, owner = cast.admin, cast.owner
    deactivate_member(owner, cast.adam.pk)
    with pytest.raises(Refused):
        invite_member(admin, email="x@y.example", name="X", role=Role.VIEWER)
    assert not TeamMember.objects.filter(address="x@y.example").exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_invite_the_same_person_at_once_make_one_member():
    cast = make_cast()
    dev = {"email": "dev@alder-pike.example", "name": "Dev", "role": Role.VIEWER}
    adams, olives = cast.admin, cast.owner
    told = at_once(lambda: invite_member(adams, **dev), lambda: invite_member(olives, **dev))
    assert sorted(type(each).__name__ for each in told) == ["BadTeam", "NoneType"]
    assert TeamMember.objects.filter(address=dev["email"]).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_joining_and_cancelling_at_once_never_loses_who_has_joined():
    cast = make_cast()
    owner = cast.owner
    for number in range(5):
        email = f"dev{number}@alder-pike.example"
        dev = invite_member(owner, email=email, name="Dev", role=Role.VIEWER)
        token = link_of(dev)
        joined, cancelled = at_once(
            lambda token=token, email=email: join_new(token, address=email, name="Dev", password=None),
            lambda dev=dev: cancel_team_invite(owner, dev.pk),
        )
        assert (joined is None) is not (cancelled is None)
        assert TeamMember.objects.filter(pk=dev.pk, user__email=email).exists() is (joined is None)
        assert User.objects.filter(email=email).exists() is (joined is None)
