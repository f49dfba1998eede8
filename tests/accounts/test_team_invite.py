"""Inviting somebody to the team, and joining it by the link."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from latchstring.accounts import joining
from latchstring.accounts.actions.add_member import add_member
from latchstring.accounts.actions.cancel_team_invite import cancel_team_invite
from latchstring.accounts.actions.invite_member import invite_member
from latchstring.accounts.actions.join import LinkClosed, WrongLogin, join, join_new
from latchstring.accounts.actions.resend_team_invite import resend_team_invite
from latchstring.accounts.models import PermissionSet, TeamInvite, TeamMember, User
from latchstring.accounts.queries import staff_actor_for
from latchstring.accounts.team import BadTeam
from latchstring.audit.models import Event
from latchstring.clients.models import Assignment
from latchstring.kernel import clock
from latchstring.mail.links import mint
from latchstring.mail.models import AddressState, MailLink, Message
from latchstring.policy.actor import Refused, system_actor
from latchstring.policy.licences import ALWAYS, Licence
from latchstring.policy.roles import Role
from tests.web.doorstep import PASSWORD, make_login

DEV = {"email": "Dev@alder-pike.example", "name": "Dev  Mehta", "role": Role.STAFF}
ADDRESS = "dev@alder-pike.example"


@pytest.fixture
def dev(cast):
    return invite_member(cast.admin, **DEV, title="Accountant", seats={Licence.FILES})


def link_of(member):
    """A link for the newest invite, as delivery makes one when it hands the email over."""
    [path] = mint([TeamInvite.objects.filter(member=member).order_by("-id").first().message]).values()
    return path.removeprefix("/join/").rstrip("/")


def test_an_invite_is_a_member_without_a_login_an_email_and_an_event(cast, dev):
    assert (dev.name, dev.address, dev.role, dev.title, dev.user) == (
        "Dev Mehta", ADDRESS, "staff", "Accountant", None
    )  # fmt: skip
    message = Message.objects.get()
    assert (message.kind, message.to_address, message.link_purpose) == ("team-invite", ADDRESS, "team-invite")
    assert "Adam has invited you" in message.letter.text
    assert message.letter.reply_to == cast.adam.user.email
    assert Event.objects.get().name == "member.invited"
    assert not User.objects.filter(email=ADDRESS).exists()


def test_the_token_is_made_at_hand_over_and_kept_as_a_hash_only(dev):
    assert not MailLink.objects.exists()
    token = link_of(dev)
    assert token.encode() not in bytes(MailLink.objects.get().digest)
    assert joining.look(token).state == "open"


def test_who_joins_has_what_was_chosen(cast, dev):
    user = join_new(link_of(dev), address=ADDRESS, name="Dev Mehta", password=PASSWORD)
    actor = staff_actor_for(user, cast.firm)
    assert (actor.member_id, actor.role, actor.licences) == (dev.pk, Role.STAFF, ALWAYS | {Licence.FILES})
    assert user.check_password(PASSWORD)
    assert user.emailaddress_set.get().verified
    joined = Event.objects.get(name="member.joined")
    assert (joined.subject_id, joined.detail["name"]) == (dev.pk, "Dev Mehta")


def test_a_link_works_once_and_for_the_same_login_again_is_no_harm(dev):
    token = link_of(dev)
    user = join_new(token, address=ADDRESS, name="Dev", password=PASSWORD)
    assert join(token, user=user).pk == dev.pk
    assert Event.objects.filter(name="member.joined").count() == 1
    with pytest.raises(WrongLogin):
        join_new(token, address=ADDRESS, name="Dev", password=PASSWORD)


def test_another_login_and_a_weak_password_leave_the_link_as_it_was(cast, dev):
    token = link_of(dev)
    with pytest.raises(WrongLogin):
        join(token, user=cast.rita.user)
    with pytest.raises(ValidationError):
        join_new(token, address=ADDRESS, name="Dev", password="short")
    assert joining.look(token).state == "open"
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_login_that_is_there_joins_and_keeps_its_password(cast, dev):
    user = make_login(ADDRESS, "D. Mehta")
    token = link_of(dev)
    assert joining.look(token).has_login
    join(token, user=user)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert staff_actor_for(user, cast.firm).name == "Dev Mehta"


def test_resending_kills_the_earlier_link_and_takes_back_what_has_not_left(cast, dev):
    first, old = link_of(dev), Message.objects.get()
    resend_team_invite(cast.owner, dev.pk)
    assert joining.look(first).state == "superseded"
    assert joining.look(link_of(dev)).state == "open"
    old.refresh_from_db()
    assert old.state == "cancelled"
    with pytest.raises(LinkClosed):
        join_new(first, address=ADDRESS, name="Dev", password=PASSWORD)


def test_an_address_is_not_written_to_more_often_than_a_day_allows(cast, dev):
    for _ in range(cast.firm.resends_a_day - 1):
        resend_team_invite(cast.owner, dev.pk)
    with pytest.raises(BadTeam, match="as often as a day allows"):
        resend_team_invite(cast.owner, dev.pk)
    assert TeamInvite.objects.filter(ended_at=None).count() == 1


def test_an_old_link_is_judged_when_it_is_used(dev):
    token = link_of(dev)
    TeamInvite.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert joining.look(token).state == "expired"
    with pytest.raises(LinkClosed) as closed:
        join_new(token, address=ADDRESS, name="Dev", password=PASSWORD)
    assert closed.value.state == "expired"
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_cancelled_invite_leaves_nobody_and_its_link_opens_nothing(cast, dev):
    token = link_of(dev)
    Assignment.objects.create(firm=cast.firm, client=cast.beta, member_id=dev.pk)
    cancel_team_invite(cast.owner, dev.pk)
    assert not TeamMember.objects.filter(pk=dev.pk).exists()
    assert not Assignment.objects.filter(member_id=dev.pk).exists()
    assert joining.look(token).state == "cancelled"
    assert Message.objects.get().state == "cancelled"
    assert invite_member(cast.owner, **DEV).address == ADDRESS


def test_who_has_joined_can_be_neither_resent_nor_cancelled(cast, dev):
    join_new(link_of(dev), address=ADDRESS, name="Dev", password=None)
    for act in (resend_team_invite, cancel_team_invite):
        with pytest.raises(BadTeam, match="joined"):
            act(cast.owner, dev.pk)
    assert TeamMember.objects.filter(pk=dev.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "dev"}, "Enter an email address"),
        ({"email": "a@b.example,c@d.example"}, "Enter one email address"),
        ({"email": "vic@alder-pike.example"}, "Vic is already on the team"),
        ({"email": ADDRESS}, "is invited already"),
        ({"role": Role.OWNER, "email": "x@y.example"}, "one owner"),
    ],
)
def test_what_can_not_be_invited_is_told_in_a_sentence(cast, dev, wrong, sentence):
    before = (TeamMember.objects.count(), Message.objects.count(), Event.objects.count())
    with pytest.raises(BadTeam, match=sentence):
        invite_member(cast.owner, **DEV | wrong)
    assert (TeamMember.objects.count(), Message.objects.count(), Event.objects.count()) == before


def test_who_had_left_is_reactivated_rather_than_invited(cast):
    TeamMember.objects.filter(pk=cast.vic.pk).update(deactivated_at=clock.now())
    with pytest.raises(BadTeam, match="Reactivate"):
        invite_member(cast.owner, **DEV | {"email": cast.vic.user.email})


def test_an_address_that_came_back_is_not_written_to(cast):
    AddressState.objects.create(firm=cast.firm, address=ADDRESS, inactive_since=clock.now(), reason="Gone.")
    with pytest.raises(BadTeam, match="came back"):
        invite_member(cast.owner, **DEV)
    assert not TeamMember.objects.filter(address=ADDRESS).exists()


@pytest.mark.parametrize("who", ["staff", "viewer"])
def test_who_may_not_manage_the_team_writes_nothing(cast, who, dev):
    before = Event.objects.count()
    actor = getattr(cast, who)
    for act in (
        lambda: invite_member(actor, **DEV | {"email": "x@y.example"}),
        lambda: resend_team_invite(actor, dev.pk),
        lambda: cancel_team_invite(actor, dev.pk),
    ):
        with pytest.raises(Refused):
            act()
    assert (Event.objects.count(), TeamInvite.objects.count()) == (before, 1)


def test_nobody_gives_what_they_lack(cast):
    less = PermissionSet.objects.create(
        firm=cast.firm, name="Team lead", actions=["team:manage", "client:view", "files:view"], all_clients=True
    )
    TeamMember.objects.filter(pk=cast.adam.pk).update(permission_set=less)
    lead = staff_actor_for(cast.adam.user, cast.firm)
    with pytest.raises(BadTeam, match="You can’t give “Admin”"):
        invite_member(lead, **DEV | {"role": Role.ADMIN})
    assert invite_member(lead, **DEV | {"role": Role.VIEWER}).role == "viewer"


def test_the_command_line_takes_over_an_invite(cast, dev):
    member = add_member(system_actor(cast.firm.pk), email=ADDRESS, name="Dev", role=Role.ADMIN)
    assert (member.pk, member.user.email) == (dev.pk, ADDRESS)
    assert joining.look(link_of(dev)).state == "joined"


def test_members_of_another_firm_are_out_of_reach(cast, dev):
    with pytest.raises(BadTeam, match="not on the team"):
        resend_team_invite(cast.rival_owner, dev.pk)
