"""A colleague has lost their second step: who may take it away, with whom, and what it does not do."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator

from latchstring.accounts.actions.reset_colleague_factor import reset_colleague_factor
from latchstring.accounts.actions.set_sign_in_rules import set_sign_in_rules
from latchstring.accounts.models import TeamMember
from latchstring.accounts.team import BadTeam
from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import Refused
from latchstring.policy.roles import Role
from latchstring.policy.sign_in import Rules
from tests.cast import actor_for, make_member
from tests.web.client_kit import browser_of
from tests.web.doorstep import logged_in_as
from tests.web.factor_kit import with_app
from tests.web.team_kit import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(cast):
    with_app(cast.sam.user)
    return cast.sam


@pytest.fixture
def two(cast):
    set_sign_in_rules(cast.owner, team=Rules(two_to_reset=True), clients=Rules())
    return actor_for(make_member(cast.firm, "Ann", Role.ADMIN))


def test_it_is_taken_logged_and_told_and_nobody_is_let_in_by_it(cast, sam):
    browser = browser_of(sam)
    assert reset_colleague_factor(cast.admin, sam.pk)
    assert not Authenticator.objects.filter(user=sam.user).exists()
    assert logged_in_as(browser) is None
    assert Event.objects.get(name="factor.reset").actor_name == "Adam"
    assert Message.objects.get(kind="factor-reset").to_address == sam.email


def test_where_the_firm_asks_for_two_one_is_not_enough(cast, sam, two):
    assert not reset_colleague_factor(cast.admin, sam.pk)
    with pytest.raises(BadTeam, match="asked for it already"):
        reset_colleague_factor(cast.admin, sam.pk)
    assert Authenticator.objects.filter(user=sam.user).exists()
    assert Event.objects.get(name="factor.reset_asked").actor_name == "Adam"
    assert reset_colleague_factor(two, sam.pk)
    assert not Authenticator.objects.filter(user=sam.user).exists()


def test_what_was_asked_for_yesterday_is_forgotten_and_the_owner_needs_nobody(cast, sam, two):
    reset_colleague_factor(cast.admin, sam.pk)
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert not reset_colleague_factor(two, sam.pk)
        assert reset_colleague_factor(cast.owner, sam.pk)


def test_who_can_not_be_reset_by_a_colleague(cast, sam):
    with_app(cast.olive.user)
    for actor, member in ((cast.admin, cast.olive), (cast.admin, cast.adam), (cast.admin, cast.vic)):
        with pytest.raises(BadTeam):
            reset_colleague_factor(actor, member.pk)
    with pytest.raises(Refused):
        reset_colleague_factor(cast.staff, sam.pk)
    TeamMember.objects.create(firm=cast.rival, user=sam.user, name="Sam", role=Role.STAFF)
    with pytest.raises(BadTeam, match="another firm"):
        reset_colleague_factor(cast.admin, sam.pk)
    assert Authenticator.objects.filter(user=sam.user).exists()


def test_its_page(cast, sam, two):
    adam = browser_of(cast.adam)
    assert "Reset second step" in adam.get(url("member", sam)).content.decode()
    page = url("factor", sam)
    assert "Make sure that it is them" in adam.get(page).content.decode()
    assert adam.post(page).status_code == 302
    assert "Adam has asked for it" in browser_of(cast.olive).get(page).content.decode()
    assert "asked for it already" in adam.post(page).content.decode()
