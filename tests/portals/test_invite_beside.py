"""One more person at a mailbox that has one: what holds for every other invite holds here."""

import pytest

from latchstring.clients.models import Client, Contact
from latchstring.kernel import clock
from latchstring.policy.actor import Refused
from latchstring.portals.actions.invite import Invitee
from latchstring.portals.actions.invite_beside import invite_beside
from latchstring.portals.models import PortalUser
from latchstring.portals.refusals import Refusal
from tests.cast import Cast, make_client
from tests.portals.people import accepted, kill

HOME = "home@both.example"


@pytest.fixture
def homes(cast: Cast) -> Client:
    client = make_client(cast.firm, "Homes", ("Harold", HOME), ("Wanda", HOME))
    accepted(cast.owner, client, Invitee(HOME, "Harold"))
    return client


@pytest.mark.parametrize(
    ("why", "sentence"),
    [("dead", "came back"), ("cap", "Enough invites"), ("resends", "Enough invites"), ("archived", "inactive")],
)
def test_it_is_refused_with_a_sentence(cast: Cast, homes: Client, why: str, sentence: str) -> None:
    wanda = Contact.objects.get(client=homes, name="Wanda")
    if why == "dead":
        kill(cast.firm, HOME)
    elif why == "archived":
        homes.inactive_at = clock.now()
    else:
        setattr(cast.firm, "invites_a_day" if why == "cap" else "resends_a_day", 1 if why == "cap" else 0)
        cast.firm.save()
    with pytest.raises(Refusal, match=sentence):
        invite_beside(cast.owner, homes, wanda)
    with pytest.raises(Refused):
        invite_beside(cast.staff, homes, wanda)
    assert PortalUser.objects.filter(address=HOME).count() == 1
