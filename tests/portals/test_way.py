"""How far somebody has come, where the mail server's answer is missing."""

from latchstring.mail.models import Message, State
from latchstring.portals.models import PortalUser
from latchstring.portals.queries.way import way
from tests.cast import Cast
from tests.portals.people import invited


def test_what_may_have_arrived_is_not_said_to_be_unsent(cast: Cast) -> None:
    person: PortalUser = invited(cast.owner, cast.acme)
    Message.objects.update(state=State.FAILED, reason="It may have arrived.")
    assert [each.name for each in way(cast.owner, person)][2] == "Not sent"
    Message.objects.update(unanswered=2)
    third = way(cast.owner, person)[2]
    assert (third.name, third.stand, third.why) == ("May have arrived", "wrong", "It may have arrived.")
