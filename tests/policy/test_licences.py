from uuid import uuid4

import pytest

from latchstring.policy.actions import Action
from latchstring.policy.actor import OnlyLooking, Refused, Unlicensed, client_actor, system_actor, viewing_actor
from latchstring.policy.licences import ALWAYS, LICENCE_NAMES, LICENCE_OF, Licence, known
from latchstring.policy.roles import Role
from tests.policy.test_roles import an_actor


def a_member(*licences, role=Role.OWNER):
    return an_actor(role, licences=ALWAYS | set(licences))


def test_a_function_without_its_licence_is_refused_by_its_name():
    for action, licence in LICENCE_OF.items():
        without = a_member(*(set(Licence) - {licence}))
        assert not without.may(action)
        with pytest.raises(Unlicensed, match=LICENCE_NAMES[licence]) as refusal:
            without.require(action)
        assert (refusal.value.licence, refusal.value.action) == (licence, action)
        a_member(licence).require(action)


def test_a_licence_gives_no_permission():
    with pytest.raises(Refused) as refusal:
        a_member(*Licence, role=Role.VIEWER).require(Action.FILES_SHARE)
    assert not isinstance(refusal.value, Unlicensed)


def test_what_has_no_licence_of_its_own_is_client_management_and_always_there():
    member = a_member()
    assert all(member.may(action) for action in Action if action not in LICENCE_OF and action != Action.PORTAL_ENTER)


def test_every_file_action_needs_files():
    assert {action for action in Action if action.startswith("files:")} <= set(LICENCE_OF)


def test_the_system_has_every_licence():
    assert all(system_actor(uuid4()).may(action) for action in Action)


def test_a_client_uses_what_the_firm_has_on():
    carla = client_actor(firm_id=uuid4(), user_id=uuid4(), person_id=uuid4(), name="Carla", client_ids=frozenset())
    assert not carla.may(Action.FILES_VIEW)
    assert carla.may(Action.PORTAL_ENTER)


def test_names_that_nobody_knows_are_passed_over():
    assert known(["files", "time-travel"]) == {Licence.CLIENT_MANAGEMENT, Licence.FILES}


def test_who_views_as_a_client_sees_what_both_may_see_and_changes_nothing():
    mine, other = uuid4(), uuid4()
    sam = an_actor(Role.STAFF_ASSIGNED, client_ids=frozenset({mine}), licences=known(["files"]))
    viewing = viewing_actor(sam, person_id=uuid4(), name="Carla", client_ids=frozenset({mine, other}))
    assert viewing.only_looks
    assert viewing.client_ids == {mine}
    assert {action for action in Action if viewing.may(action)} == {Action.PORTAL_ENTER, Action.FILES_VIEW}
    for refused in (lambda: viewing.require(Action.FILES_ADD), viewing.require_hands):
        with pytest.raises(OnlyLooking):
            refused()
    assert viewing.user_id is None


def test_who_views_sees_no_more_than_as_themselves():
    blind = an_actor(Role.STAFF, licences=ALWAYS)
    viewing = viewing_actor(blind, person_id=uuid4(), name="Carla", client_ids=frozenset())
    assert not viewing.may(Action.FILES_VIEW)
