from uuid import uuid4

import pytest

from latchstring.policy.actions import Action
from latchstring.policy.actor import Refused, client_actor, staff_actor
from latchstring.policy.licences import ALL_LICENCES
from latchstring.policy.roles import ALLOWED, CLIENT_ACTIONS, SEES_ALL_CLIENTS, Role, roles_that_allow


def an_actor(role, client_ids=None, licences=ALL_LICENCES):
    return staff_actor(
        firm_id=uuid4(), user_id=uuid4(), member_id=uuid4(), name="Sam", role=role, client_ids=client_ids,
        licences=licences,
    )  # fmt: skip


class Row:
    def __init__(self):
        self.pk = uuid4()


def test_only_owners_and_admins_manage_client_portals():
    assert roles_that_allow(Action.PORTALS_MANAGE) == [Role.OWNER, Role.ADMIN]


def test_what_only_owners_and_admins_may():
    ours = {action for action in Action if roles_that_allow(action) == [Role.OWNER, Role.ADMIN]}
    assert ours == {
        Action.PORTALS_MANAGE,
        Action.CLIENTS_IMPORT,
        Action.CLIENTS_EXPORT,
        Action.TEAM_MANAGE,
        Action.FIRM_EDIT,
        Action.AUDIT_VIEW,
        Action.TOKEN_MAKE,
    }


def test_every_action_is_allowed_to_somebody():
    assert all(roles_that_allow(action) for action in Action if action not in CLIENT_ACTIONS)


def test_a_viewer_only_looks():
    assert ALLOWED[Role.VIEWER] == {Action.CLIENT_VIEW, Action.FILES_VIEW}


def test_all_but_staff_with_assigned_clients_see_every_client():
    assert set(Role) - SEES_ALL_CLIENTS == {Role.STAFF_ASSIGNED}


def test_scoped_staff_may_invite_for_their_client_and_for_no_other():
    mine, other = Row(), Row()
    sam = an_actor(Role.STAFF_ASSIGNED, client_ids=frozenset({mine.pk}))
    sam.require(Action.INVITE_SEND, client=mine)
    with pytest.raises(Refused, match="send invites"):
        sam.require(Action.INVITE_SEND, client=other)


def test_a_client_may_do_nothing_of_the_firms():
    carla = client_actor(
        firm_id=uuid4(), user_id=uuid4(), person_id=uuid4(), name="Carla", client_ids=frozenset(),
        licences=ALL_LICENCES,
    )  # fmt: skip
    assert {action for action in Action if carla.may(action)} == {
        Action.PORTAL_ENTER,
        Action.FILES_VIEW,
        Action.FILES_ADD,
    }
