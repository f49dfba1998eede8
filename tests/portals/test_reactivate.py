"""Writing again to an address that had gone inactive."""

import pytest

from latchstring.audit.models import Event
from latchstring.clients.models import Contact
from latchstring.kernel import clock
from latchstring.mail.actions.record_event import record_event
from latchstring.mail.delivery import settle_ended
from latchstring.mail.models import AddressState, Message, State
from latchstring.policy.actor import Refused
from latchstring.portals import project
from latchstring.portals.actions.reactivate import reactivate
from latchstring.portals.project import addresses_changed
from latchstring.portals.refusals import Refusal
from tests.cast import Cast, make_client
from tests.mail.bounce_kit import told
from tests.portals.people import BOB, assert_counts_true, invited, kill

ADDRESS = "carla@acme.example"
WHY = "She made room in her mailbox."


def test_an_address_comes_back_for_every_client_that_has_it(cast: Cast) -> None:
    other = make_client(cast.firm, "Acme Holding", ("Carla Acme", ADDRESS))
    carla = invited(cast.owner, cast.acme)
    kill(cast.firm, ADDRESS)
    addresses_changed(cast.firm.pk, [ADDRESS])
    carla.refresh_from_db()
    assert carla.email_inactive_at is not None
    for client, reachable in ((cast.acme, 1), (other, 0)):
        client.refresh_from_db()
        assert client.reachable_contacts == reachable
    reactivate(cast.staff, ADDRESS, reason=WHY)
    carla.refresh_from_db()
    assert (carla.email_inactive_at, carla.email_inactive_reason) == (None, "")
    for client, reachable in ((cast.acme, 2), (other, 1)):
        client.refresh_from_db()
        assert client.reachable_contacts == reachable
    test = Message.objects.get(kind="reactivated")
    assert (test.to_address, test.state, test.client_id) == (ADDRESS, State.QUEUED, cast.acme.pk)
    event = Event.objects.get(name="email.reactivated")
    assert (event.person_id, event.detail["to"]) == (carla.pk, WHY)
    assert AddressState.objects.get(address=ADDRESS).reactivated_at is not None
    assert_counts_true(cast.firm)


def test_if_the_test_email_comes_back_it_is_inactive_again(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    kill(cast.firm, ADDRESS)
    reactivate(cast.owner, ADDRESS, reason=WHY)
    test = Message.objects.filter(kind="reactivated")
    test.update(state=State.SENT, attempts=1, sent_at=clock.now())
    record_event(told("user-unknown", test.get()))
    settle_ended(project.outcomes)
    carla.refresh_from_db()
    assert carla.email_inactive_at is not None


def test_a_reason_is_needed_and_something_to_reactivate(cast: Cast) -> None:
    for reason, address in (("  ", ADDRESS), ("x" * 201, ADDRESS), (WHY, "luis@acme.example")):
        kill(cast.firm, ADDRESS)
        with pytest.raises(Refusal):
            reactivate(cast.owner, address, reason=reason)
    assert AddressState.objects.get(address=ADDRESS).inactive_since
    assert not Message.objects.exists()


def test_only_who_sees_somebody_with_the_address_may(cast: Cast) -> None:
    invited(cast.owner, cast.beta, BOB)
    kill(cast.firm, "bob@beta.example")
    for actor in (cast.staff, cast.viewer):
        with pytest.raises(Refused):
            reactivate(actor, "bob@beta.example", reason=WHY)
    with pytest.raises(Refusal):
        reactivate(cast.rival_owner, "bob@beta.example", reason=WHY)
    assert AddressState.objects.get().inactive_since
    assert not Event.objects.filter(name="email.reactivated").exists()
    assert Contact.objects.filter(address="bob@beta.example").exists()
