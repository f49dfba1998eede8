"""Sending the invite of one person again."""

from datetime import timedelta

import pytest
import time_machine

from latchstring.audit.models import Event
from latchstring.clients.models import Contact
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import Refused, system_actor
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.actions.invite_beside import invite_beside
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend
from latchstring.portals.actions.resend_batch import resend_batch
from latchstring.portals.actions.send_newest import send_newest
from latchstring.portals.models import Access, Invite, PortalUser
from latchstring.portals.refusals import Refusal
from latchstring.portals.selection import Selection
from tests.cast import Cast, make_client
from tests.portals.people import (
    BOB,
    CARLA,
    LUIS,
    accepted,
    invited,
    kill,
    leave,
    token_of,
)


def test_resend_gives_a_new_link_and_keeps_the_message(cast: Cast) -> None:
    invite(cast.owner, cast.acme, people=[CARLA], message="Hello {First name}")
    leave()
    carla = PortalUser.objects.get()
    with time_machine.travel(clock.now() + timedelta(days=2)):
        again = resend(cast.staff, carla, client=cast.acme)
    assert again is not None
    assert (again.note, again.inviter_name) == ("Hello {First name}", "Sam")
    carla.refresh_from_db()
    assert carla.expires_at == again.expires_at == Access.objects.get().expires_at
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
    bob = accepted(cast.owner, cast.beta, BOB)
    kill(cast.firm, bob.address)
    with pytest.raises(Refusal, match=r"Email inactive since today\. Change the email"):
        resend(cast.owner, bob)


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


def test_of_two_in_one_mailbox_it_goes_to_the_one_who_was_chosen(cast: Cast) -> None:
    home = "home@both.example"
    homes = make_client(cast.firm, "Homes", ("Harold", home), ("Wanda", home))
    accepted(cast.owner, homes, Invitee(home, "Harold"))
    invite_beside(cast.owner, homes, Contact.objects.get(client=homes, name="Wanda"))
    leave()
    wanda = PortalUser.objects.get(name="Wanda")
    again = resend(cast.owner, wanda, client=homes)
    assert again is not None
    assert again.person == wanda
    resend_batch(cast.owner, selection=Selection.of(wanda.pk), request_key="k")
    open_batches()
    leave()
    assert Invite.objects.filter(person=wanda).count() == 3
    token = token_of(wanda)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert send_newest(token)
    assert Invite.objects.filter(person=wanda).count() == 4
    assert Message.objects.latest("pk").to_name == "Wanda"
