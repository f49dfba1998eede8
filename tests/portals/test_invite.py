"""Inviting people to one client: what becomes of each, by what they were before."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from latchstring.audit.models import Event
from latchstring.clients.models import Contact
from latchstring.kernel import clock
from latchstring.kernel.addresses import BadAddress
from latchstring.mail.models import Message, State
from latchstring.policy.actor import Refused
from latchstring.portals.actions import invite as inviting
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import Access, Invite, Phase, PortalUser
from latchstring.portals.refusals import BadMessage
from latchstring.portals.status import Status, status_of
from tests.cast import Cast
from tests.portals.people import BOB, CARLA, LUIS, accepted, assert_counts_true, invited, kill, newest


def test_an_unknown_person_gets_access_and_an_invite(cast: Cast) -> None:
    outcome = invite(cast.staff, cast.acme, people=[CARLA])
    [carla] = outcome.sent
    assert Access.objects.get().person == carla
    assert Invite.objects.get().message == Message.objects.get()
    assert Event.objects.filter(name="invite.sent", client_id=cast.acme.pk, person_id=carla.pk).count() == 1
    carla.refresh_from_db()
    assert (carla.phase, carla.client_count, carla.first_client) == (Phase.PENDING, 1, "acme bakery llc")
    assert status_of(carla, clock.now()) == Status.QUEUED
    assert_counts_true(cast.firm)


def test_who_dies_in_the_middle_has_let_nobody_in_and_leaves_no_email(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        assert Message.objects.exists()
        raise KeyboardInterrupt

    monkeypatch.setattr(inviting, "_outcome", dies)
    with pytest.raises(KeyboardInterrupt):
        invite(cast.owner, cast.acme, people=[CARLA])
    for rows in (PortalUser, Access, Invite, Message):
        assert not rows.objects.exists(), rows
    assert not Event.objects.filter(name="invite.sent").exists()


def test_scoped_staff_can_invite_to_their_client_and_no_other(cast: Cast) -> None:
    assert invite(cast.staff, cast.acme, people=[CARLA]).sent
    with pytest.raises(Refused):
        invite(cast.staff, cast.beta, people=[BOB])
    with pytest.raises(Refused):
        invite(cast.viewer, cast.acme, people=[LUIS])
    assert Invite.objects.count() == 1


def test_pending_gets_a_new_link_and_a_new_expiry(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    first = newest(carla)
    with time_machine.travel(clock.now() + timedelta(days=3)):
        outcome = invite(cast.owner, cast.acme, people=[CARLA])
    assert outcome.resent == [carla]
    second = newest(carla)
    first.refresh_from_db()
    carla.refresh_from_db()
    access = Access.objects.get()
    assert first.superseded_at
    assert second.expires_at == carla.expires_at == access.expires_at > first.expires_at
    assert carla.sent_at is None
    assert Access.objects.count() == 1
    assert Event.objects.filter(name="invite.resent").count() == 1


def test_an_email_that_has_not_left_is_replaced_by_the_newer_one(cast: Cast) -> None:
    invite(cast.owner, cast.acme, people=[CARLA])
    invite(cast.owner, cast.acme, people=[CARLA])
    assert sorted(Message.objects.values_list("state", flat=True)) == [State.CANCELLED, State.QUEUED]


def test_expired_gets_the_invite_again(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert status_of(carla, clock.now()) == Status.EXPIRED
        assert invite(cast.owner, cast.acme, people=[CARLA]).resent == [carla]
        carla.refresh_from_db()
        assert status_of(carla, clock.now()) == Status.QUEUED


def test_pending_elsewhere_gets_one_link_that_opens_both(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    assert invite(cast.owner, cast.beta, people=[CARLA]).sent == [carla]
    assert {row.expires_at for row in Access.objects.all()} == {newest(carla).expires_at}
    assert Invite.objects.filter(superseded_at=None).count() == 1
    assert_counts_true(cast.firm)


def test_accepted_here_is_skipped(cast: Cast) -> None:
    accepted(cast.owner, cast.acme)
    outcome = invite(cast.owner, cast.acme, people=[CARLA])
    assert [(each.name, each.reason) for each in outcome.skipped] == [("Carla Acme", "already-user")]
    assert Invite.objects.count() == 1


def test_accepted_elsewhere_is_linked_at_once_with_a_notice(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    assert invite(cast.owner, cast.beta, people=[CARLA]).linked == [carla]
    access = Access.objects.get(client=cast.beta)
    assert access.accepted_at
    notice = Message.objects.latest("pk")
    assert (notice.kind, notice.link_purpose) == ("access-added", "")
    assert notice.fields["client_name"] == "Beta Farms"
    assert Invite.objects.count() == 1
    assert_counts_true(cast.firm)


def test_removed_is_granted_again_by_a_new_invite_beside_somebody_new(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    old = newest(carla)
    remove_access(cast.owner, carla)
    luis, again = invite(cast.owner, cast.acme, people=[LUIS, CARLA]).sent
    assert again == carla
    old.refresh_from_db()
    carla.refresh_from_db()
    assert old.revoked_at
    assert (carla.phase, carla.accepted_at, carla.removed_at) == (Phase.PENDING, None, None)
    assert Access.objects.get(person=carla).accepted_at is None
    assert Access.objects.live().filter(person=luis, client=cast.acme).exists()
    assert_counts_true(cast.firm)


def test_an_inactive_address_is_skipped(cast: Cast) -> None:
    kill(cast.firm, "carla@acme.example")
    [skipped] = invite(cast.owner, cast.acme, people=[CARLA]).skipped
    assert skipped.reason == "email-inactive"
    assert not PortalUser.objects.exists()


def test_an_inactive_client_has_no_portal(cast: Cast) -> None:
    cast.acme.inactive_at = clock.now()
    cast.acme.save()
    [skipped] = invite(cast.owner, cast.acme, people=[CARLA]).skipped
    assert skipped.reason == "client-inactive"


def test_one_address_twice_in_the_window_is_one_invite(cast: Cast) -> None:
    outcome = invite(cast.owner, cast.acme, people=[CARLA, Invitee("CARLA@acme.example")])
    assert len(outcome.sent) == 1
    assert [each.reason for each in outcome.skipped] == ["same-person"]


def test_a_typed_email_is_kept_on_the_contact_that_had_none(cast: Cast) -> None:
    contact = Contact.objects.create(firm=cast.firm, client=cast.acme, name="Nina Acme", position=2)
    outcome = invite(cast.staff, cast.acme, people=[Invitee("nina@acme.example", contact_id=contact.pk)])
    contact.refresh_from_db()
    cast.acme.refresh_from_db()
    assert (contact.email, contact.address) == ("nina@acme.example", "nina@acme.example")
    assert outcome.sent[0].name == "Nina Acme"
    assert cast.acme.reachable_contacts == 3


def test_a_typed_email_leaves_a_contact_alone_that_has_one(cast: Cast) -> None:
    contact = cast.acme.contacts.get(name="Carla Acme")
    invite(cast.owner, cast.acme, people=[Invitee("other@acme.example", contact_id=contact.pk)])
    contact.refresh_from_db()
    assert contact.email == "carla@acme.example"


def test_a_contact_of_another_client_is_not_touched(cast: Cast) -> None:
    for client in (cast.rival_client, cast.beta):
        foreign = Contact.objects.create(firm=client.firm, client=client, name="Nobody")
        invite(cast.owner, cast.acme, people=[Invitee("x@acme.example", contact_id=foreign.pk)])
        foreign.refresh_from_db()
        assert foreign.email == ""


@pytest.mark.parametrize(
    "email", ["", "a@b.example, c@d.example", "Carla <c@d.example>", "c@d.example\r\nBcc: x@y.example"]
)
def test_a_bad_address_writes_nothing(cast: Cast, email: str) -> None:
    with pytest.raises(BadAddress):
        invite(cast.owner, cast.acme, people=[CARLA, Invitee(email)])
    assert not Message.objects.exists()


def test_an_unknown_field_writes_nothing(cast: Cast) -> None:
    with pytest.raises(BadMessage, match="Surname"):
        invite(cast.owner, cast.acme, people=[CARLA], message="Hello {Surname}")
    assert not PortalUser.objects.exists()


def test_the_message_is_a_letter_with_fields(cast: Cast) -> None:
    invite(cast.owner, cast.acme, people=[CARLA], message="Hello {First name},\n\n{Client name} <b>waits</b>.")
    message = Message.objects.get()
    assert "Hello {{first_name}}," in message.letter.text
    assert "{{client_name}} &lt;b&gt;waits&lt;/b&gt;." in message.letter.html
    assert message.fields["first_name"] == "Carla"
    assert message.fields["client_name"] == "Acme Bakery LLC"


def test_look_alikes_and_plus_tags_are_other_people(cast: Cast) -> None:
    people = [CARLA, Invitee("carla+tax@acme.example"), Invitee("c.arla@acme.example"), Invitee("саrla@acme.example")]
    assert len(invite(cast.owner, cast.acme, people=people).sent) == 4


def test_the_daily_cap_of_a_member_skips_the_rest(cast: Cast) -> None:
    cast.firm.invites_a_day = 1
    cast.firm.save()
    outcome = invite(cast.owner, cast.acme, people=[CARLA, LUIS])
    assert len(outcome.sent) == 1
    assert [each.reason for each in outcome.skipped] == ["over-limit"]
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert invite(cast.owner, cast.acme, people=[LUIS]).sent


def test_the_day_of_a_cap_is_the_firms_and_the_cap_is_each_members_own(cast: Cast) -> None:
    cast.firm.invites_a_day = 1
    cast.firm.save()
    with time_machine.travel(datetime(2026, 3, 3, 4, 30, tzinfo=UTC)) as clocks:  # half past eleven in New York
        assert invite(cast.owner, cast.acme, people=[CARLA]).sent
        assert invite(cast.owner, cast.acme, people=[LUIS]).skipped
        assert invite(cast.staff, cast.acme, people=[LUIS]).sent
        clocks.shift(timedelta(hours=1))
        assert invite(cast.owner, cast.beta, people=[BOB]).sent


def test_three_resends_a_day_to_one_address(cast: Cast) -> None:
    for _ in range(4):
        assert not invite(cast.owner, cast.acme, people=[CARLA]).skipped
    [skipped] = invite(cast.owner, cast.acme, people=[CARLA]).skipped
    assert (skipped.reason, skipped.detail) == ("over-limit", "of-address")
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert invite(cast.owner, cast.acme, people=[CARLA]).resent


def test_two_firms_know_the_same_address_as_two_people(cast: Cast) -> None:
    invite(cast.owner, cast.acme, people=[CARLA])
    invite(cast.rival_owner, cast.rival_client, people=[CARLA])
    assert PortalUser.objects.filter(address="carla@acme.example").count() == 2
