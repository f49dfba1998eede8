"""The team in a review: who of it can see what, and who leaves at its end."""

import json
from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator

from latchstring.accounts.actions.invite_member import invite_member
from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.audit.models import Event
from latchstring.policy.actions import Action
from latchstring.policy.actor import Refused
from latchstring.policy.roles import ALLOWED, Role
from latchstring.portals.refusals import Refusal
from latchstring.reviews.actions.complete_review import complete_review
from latchstring.reviews.actions.decide import decide
from latchstring.reviews.actions.decide_on_team import decide_on_team
from latchstring.reviews.actions.start_review import start_review
from latchstring.reviews.models import Decision, Evidence, Line, Review, TeamLine
from latchstring.reviews.queries import team_lines, team_progress
from tests.cast import actor_for
from tests.portals.people import accepted
from tests.reviews.team import keep_the_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(cast):
    Authenticator.objects.create(user=cast.adam.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return start_review(cast.owner)


def decided(cast, review, decision, *names):
    lines = TeamLine.objects.filter(review=review, name__in=names).values_list("pk", flat=True)
    return decide_on_team(cast.owner, review, list(lines), decision)


def test_each_of_the_team_stands_with_what_they_can_see(cast, review):
    lines = {line.name: line for line in team_lines(cast.owner, review)}
    assert set(lines) == {"Olive", "Adam", "Sam", "Vic"}
    assert (lines["Adam"].role, lines["Adam"].second_step, lines["Adam"].clients) == (
        "Admin",
        "Authenticator app",
        None,
    )
    assert (lines["Sam"].clients, lines["Sam"].second_step) == (["Acme Bakery LLC"], "")
    assert "files:view" in lines["Vic"].may
    assert "files:add" not in lines["Vic"].may
    assert "Files" in lines["Vic"].seats


def test_who_is_to_leave_is_out_when_it_is_completed_and_the_evidence_says_so(cast, review):
    with pytest.raises(Refusal, match="4 are still to be decided"):
        complete_review(cast.owner, review)
    keep_the_team(cast.owner, review)
    decided(cast, review, Decision.REMOVE, "Sam")
    assert TeamMember.objects.get(pk=cast.sam.pk).deactivated_at is None
    complete_review(cast.owner, review)
    assert TeamMember.objects.get(pk=cast.sam.pk).deactivated_at
    assert Event.objects.get(name="member.deactivated").actor_name == "Olive"
    told = {row["name"]: row for row in json.loads(Evidence.objects.get().data)["team"]}
    assert (told["Sam"]["decision"], told["Sam"]["decided_by"]) == ("remove", "Olive")
    assert told["Adam"]["second_step"] == "Authenticator app"


def test_an_invite_to_the_team_that_nobody_took_up_ends_too(cast, review):
    TeamLine.objects.all().delete()
    Review.objects.all().delete()
    invite_member(cast.owner, email="new@alder-pike.example", name="Nora", title="", role=Role.STAFF)
    review = start_review(cast.owner)
    keep_the_team(cast.owner, review)
    decided(cast, review, Decision.REMOVE, "Nora")
    complete_review(cast.owner, review)
    assert not TeamMember.objects.filter(name="Nora").exists()


@pytest.mark.parametrize("name", ["Olive", "Adam"])
def test_the_owner_and_oneself_can_not_be_removed(cast, review, name):
    lines = TeamLine.objects.filter(name=name).values_list("pk", flat=True)
    with pytest.raises(Refusal):
        decide_on_team(cast.admin, review, list(lines), Decision.REMOVE)
    assert team_progress(review)["remove"] == 0


def test_who_may_not_manage_the_team_sees_and_says_nothing_of_it(cast, review):
    cast.sam.permission_set = PermissionSet.objects.create(
        firm=cast.firm, name="Portals", all_clients=True, actions=[*ALLOWED[Role.STAFF], Action.PORTALS_MANAGE]
    )
    sam = replace(actor_for(cast.sam), allowed=cast.sam.allowed, client_ids=None)
    for verb in (
        lambda: team_lines(sam, review),
        lambda: decide_on_team(sam, review, [], Decision.KEEP),
        lambda: complete_review(sam, review),
    ):
        with pytest.raises(Refused):
            verb()


def test_whoever_completed_it_and_left_meanwhile_removes_nobody(cast):
    """As where the worker comes to it late."""
    accepted(cast.owner, cast.acme)
    review = start_review(cast.admin)
    keep_the_team(cast.owner, review)
    decide(cast.admin, review, [Line.objects.get().pk], Decision.REMOVE)
    TeamMember.objects.filter(pk=cast.adam.pk).update(role=Role.VIEWER)
    with pytest.raises(Refusal, match="permission"):
        complete_review(cast.admin, review)
    review.refresh_from_db()
    assert review.closing_at is None
    assert not Event.objects.filter(name="access.removed").exists()
