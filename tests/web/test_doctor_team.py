"""The access doctor knows colleagues too: why they can't get in, or find a client."""

import pytest

from latchstring.accounts.actions.deactivate_member import deactivate_member
from latchstring.accounts.actions.invite_member import invite_member
from latchstring.accounts.actions.set_sign_in_rules import set_sign_in_rules
from latchstring.accounts.models import TeamInvite, User
from latchstring.policy.roles import Role
from latchstring.policy.sign_in import Rules
from tests.web.client_kit import ago, browser_of
from tests.web.factor_kit import with_app

PAGE = "/clients/access-doctor/"


def says(member, query):
    return " ".join(browser_of(member).get(PAGE, {"q": query}).content.decode().split())


def test_who_may_come_in_and_how_far_they_see(cast):
    assert "Nothing stands in the way. They can log in and see all clients." in says(cast.olive, "adam")
    page = says(cast.olive, "sam@")
    assert "They see the clients they are assigned to, and no others." in page
    assert f"/settings/team/{cast.sam.pk}/" in page


def test_who_was_invited_and_whose_invite_is_over(cast):
    invite_member(cast.owner, email="dev@alder-pike.example", name="Dev Mehta", role=Role.STAFF)
    assert "have not joined yet" in says(cast.olive, "mehta")
    TeamInvite.objects.update(expires_at=ago(days=1))
    assert "Their invite to the team works no more." in says(cast.olive, "dev@")


def test_who_has_left_or_is_locked(cast):
    User.objects.filter(pk=cast.sam.user_id).update(is_active=False)
    assert "Their login is locked." in says(cast.olive, "sam")
    deactivate_member(cast.owner, cast.sam.pk)
    assert "They were deactivated." in says(cast.olive, "sam")


def test_who_needs_a_second_step(cast):
    set_sign_in_rules(cast.owner, team=Rules(), clients=Rules())
    with_app(cast.sam.user)
    assert "they need their second step" in says(cast.olive, "sam")


@pytest.mark.parametrize("who", ["sam", "vic", "rita"])
def test_nobody_else_learns_of_the_team(cast, who):
    assert "Open on the team" not in says(getattr(cast, who), "adam")
