"""Inviting people to one client: what becomes of each, by what they were before."""

from latchstring.audit.models import Event
from latchstring.mail.models import Message
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.models import Access, Invite
from tests.cast import Cast

CARLA = Invitee("carla@acme.example", "Carla Acme")


def test_an_unknown_person_gets_access_and_an_invite(cast: Cast) -> None:
    outcome = invite(cast.staff, cast.acme, people=[CARLA])
    [carla] = outcome.sent
    assert Access.objects.get().person == carla
    assert Invite.objects.get().message == Message.objects.get()
    assert Event.objects.filter(name="invite.sent").count() == 1
    cast.acme.refresh_from_db()
    assert cast.acme.portal_people == 1
