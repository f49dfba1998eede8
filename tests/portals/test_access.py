"""Taking access away, giving it back, sending again, changing an address."""

from datetime import timedelta

import pytest
import time_machine

from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.kernel.addresses import BadAddress
from latchstring.mail.models import Message, State
from latchstring.policy.actor import Refused, system_actor
from latchstring.portals.actions.accept import accept, look
from latchstring.portals.actions.change_email import change_email
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.remove_access import count_for, remove_access, remove_many
from latchstring.portals.actions.resend import resend
from latchstring.portals.actions.restore_access import restore_access, restore_person
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import Access, Invite, Phase, PortalUser
from latchstring.portals.refusals import Refusal
from latchstring.portals.selection import Selection
from tests.cast import Cast
from tests.portals.people import (
    BOB,
    CARLA,
    LUIS,
    accepted,
    assert_counts_true,
    invited,
    kill,
    leave,
    login,
    newest,
    token_of,
)


def test_removing_one_client_leaves_the_other_open(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    [ended] = remove_access(cast.owner, carla, client=cast.acme)
    assert ended.client == cast.acme
    assert Event.objects.filter(name="access.removed", client_id=cast.acme.pk).count() == 1
    carla.refresh_from_db()
    assert (carla.phase, carla.client_count, carla.first_client) == (Phase.ACTIVE, 1, "beta farms")
    assert_counts_true(cast.firm)


def test_scoped_staff_remove_only_what_they_see(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    assert [row.client for row in remove_access(cast.staff, carla)] == [cast.acme]
    with pytest.raises(Refused):
        remove_access(cast.staff, carla, client=cast.beta)
    with pytest.raises(Refused):
        remove_access(cast.viewer, carla)
    assert Access.objects.filter(removed_at=None).get().client == cast.beta


def test_a_rival_removes_nobody(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    assert remove_access(cast.rival_owner, carla) == []
    assert Access.objects.filter(removed_at=None).count() == 1


def test_removing_twice_is_once(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    remove_access(cast.owner, carla)
    assert remove_access(cast.owner, carla) == []
    assert Event.objects.filter(name="access.removed").count() == 1
    assert_counts_true(cast.firm)


def test_an_invite_goes_on_for_the_client_that_is_left(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA], message="About {Client name}.")
    remove_access(cast.owner, carla, client=cast.beta)
    message = newest(carla).message
    assert (message.state, message.fields["client_name"]) == (State.QUEUED, "Acme Bakery LLC")
    leave()
    assert accept(token_of(carla), user=login(carla.address)).client_ids == {cast.acme.pk}


def test_a_notice_that_waits_is_cancelled_with_the_access(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    remove_access(cast.owner, carla, client=cast.beta)
    assert Message.objects.get(kind="access-added").state == State.CANCELLED


def test_removing_many_counts_people_and_clients(cast: Cast) -> None:
    accepted(cast.owner, cast.acme)
    invited(cast.owner, cast.acme, LUIS)
    invited(cast.owner, cast.beta, BOB)
    everyone = Selection("filter")
    assert count_for(cast.owner, everyone) == (3, 2)
    with pytest.raises(Refused):
        remove_many(cast.staff, everyone)
    assert remove_many(cast.owner, everyone) == 3
    assert count_for(cast.owner, everyone) == (0, 0)
    assert_counts_true(cast.firm)


def test_undo_lets_in_again_who_had_come_in(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    [access] = remove_access(cast.owner, carla)
    assert restore_access(cast.owner, access) is None
    actor = client_actor_for(login(carla.address), cast.firm)
    assert actor is not None
    assert Message.objects.count() == 1
    assert_counts_true(cast.firm)


def test_undo_sends_a_new_invite_to_who_had_not(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    old = token_of(carla)
    [access] = remove_access(cast.owner, carla)
    new = restore_access(cast.owner, access)
    assert new is not None
    leave()
    assert look(old).state == "superseded"
    assert look(token_of(carla)).state == "open"
    assert_counts_true(cast.firm)


def test_undo_of_a_person_gives_back_what_the_last_removal_took(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    remove_access(cast.owner, carla)
    restore_person(cast.owner, carla)
    assert Access.objects.filter(removed_at=None, accepted_at__isnull=False).count() == 2
    assert_counts_true(cast.firm)


def test_undo_twice_is_once(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    [access] = remove_access(cast.owner, carla)
    restore_access(cast.owner, access)
    assert restore_access(cast.owner, access) is None
    assert Invite.objects.count() == 2


def test_undo_where_no_email_can_go_gives_access_back_without_one(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    old = token_of(carla)
    [access] = remove_access(cast.owner, carla)
    kill(cast.firm, carla.address)
    assert restore_access(cast.owner, access) is None
    assert look(old).state == "removed"
    assert Access.objects.filter(removed_at=None).count() == 1
    assert_counts_true(cast.firm)


def test_resend_gives_a_new_link_and_keeps_the_message(cast: Cast) -> None:
    invite(cast.owner, cast.acme, people=[CARLA], message="Hello {First name}")
    leave()
    carla = PortalUser.objects.get()
    with time_machine.travel(clock.now() + timedelta(days=2)):
        again = resend(cast.staff, carla, client=cast.acme)
    assert again is not None
    assert (again.note, again.inviter_name) == ("Hello {First name}", "Sam")
    carla.refresh_from_db()
    assert carla.expires_at == again.expires_at
    assert Event.objects.filter(name="invite.resent", client_id=cast.acme.pk).count() == 1


def test_resend_to_who_has_accepted_is_the_way_back_in(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    assert resend(cast.owner, carla) is None
    message = Message.objects.latest("pk")
    assert (message.kind, message.link_purpose) == ("way-back", "")
    assert message.fields["portal_url"].startswith("http://testserver/portal/")


def test_resend_refuses_with_a_sentence(cast: Cast) -> None:
    carla, luis = invited(cast.owner, cast.acme), invited(cast.owner, cast.acme, LUIS)
    remove_access(cast.owner, carla)
    with pytest.raises(Refusal, match=r"Access was removed\. Send a new invite"):
        resend(cast.owner, carla)
    kill(cast.firm, luis.address)
    with pytest.raises(Refusal, match=r"Email inactive since today\. Change the email"):
        resend(cast.owner, luis)


def test_resend_stops_at_the_cap(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    for _ in range(3):
        resend(cast.owner, carla)
    with pytest.raises(Refusal, match="tomorrow"):
        resend(cast.owner, carla)
    assert Invite.objects.count() == 4


def test_resend_is_for_who_sees_the_client(cast: Cast) -> None:
    bob = invited(cast.owner, cast.beta, BOB)
    with pytest.raises(Refused):
        resend(cast.staff, bob)
    with pytest.raises(Refused):
        resend(cast.viewer, bob)
    assert resend(system_actor(cast.firm.pk), bob)


def test_a_new_address_gets_a_new_invite_and_the_old_one_is_told(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    old = token_of(carla)
    change_email(cast.staff, carla, email="Carla.New@acme.example")
    carla.refresh_from_db()
    assert (carla.email, carla.address) == ("Carla.New@acme.example", "carla.new@acme.example")
    assert look(old).state == "removed"
    told, sent = Message.objects.filter(state=State.QUEUED).order_by("pk")
    assert (told.kind, told.to_address) == ("email-changed", "carla@acme.example")
    assert (sent.kind, sent.to_address) == ("invite", "Carla.New@acme.example")
    leave()
    assert look(token_of(carla)).state == "open"
    assert cast.acme.contacts.get(name="Carla Acme").address == "carla.new@acme.example"
    assert Event.objects.filter(name="email.changed", person_id=carla.pk).count() == 1
    assert_counts_true(cast.firm)


def test_a_new_address_ends_an_inactive_one(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    invite(cast.owner, cast.acme, people=[CARLA])
    leave(State.INACTIVE)
    cast.acme.refresh_from_db()
    assert cast.acme.reachable_contacts == 1
    change_email(cast.owner, carla, email="carla@new.example")
    carla.refresh_from_db()
    cast.acme.refresh_from_db()
    assert carla.email_inactive_at is None
    assert cast.acme.reachable_contacts == 2
    assert not Message.objects.filter(kind="email-changed").exists()


def test_a_change_there_and_back_revives_no_link(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    change_email(cast.owner, carla, email="carla@new.example")
    kill(cast.firm, "carla@acme.example")
    old = token_of(carla, Invite.objects.order_by("pk").first())
    PortalUser.objects.filter(pk=carla.pk).update(email="carla@acme.example", address="carla@acme.example")
    Invite.objects.filter(address="carla@new.example").delete()
    assert look(old).state == "removed"


def test_who_is_removed_is_nobody_on_the_next_request(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    assert client_actor_for(login(carla.address), cast.firm)
    remove_access(cast.owner, carla)
    assert client_actor_for(login(carla.address), cast.firm) is None


def test_an_address_that_is_the_same_taken_dead_or_wrong_is_refused(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    invited(cast.owner, cast.acme, LUIS)
    kill(cast.firm, "dead@acme.example")
    for email in ("CARLA@acme.example", "luis@acme.example", "dead@acme.example", "no address"):
        with pytest.raises(BadAddress):
            change_email(cast.owner, carla, email=email)
    carla.refresh_from_db()
    assert carla.address == "carla@acme.example"


def test_only_who_sees_the_person_changes_their_address(cast: Cast) -> None:
    bob = invited(cast.owner, cast.beta, BOB)
    for actor in (cast.staff, cast.viewer):
        with pytest.raises(Refused):
            change_email(actor, bob, email="bob@new.example")
    with pytest.raises(PortalUser.DoesNotExist):
        change_email(cast.rival_owner, bob, email="bob@new.example")
