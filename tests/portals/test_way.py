"""How far somebody has come, where the mail server's answer is missing."""

from latchstring.kernel import clock
from latchstring.mail.models import Message, State
from latchstring.portals.models import PortalUser, WebSession
from latchstring.portals.queries.way import way
from tests.cast import Cast
from tests.portals.people import invited, newest


def test_each_station_of_the_newest_invite_has_its_moment_and_what_came_back_its_reason(cast: Cast) -> None:
    person: PortalUser = invited(cast.owner, cast.acme)
    invited(cast.owner, cast.acme)
    Message.objects.update(state=State.DELIVERED, ended_at=clock.now())
    last = newest(person)
    moments = [("Queued", last.created_at), ("Sent", last.message.sent_at), ("Delivered", last.message.ended_at)]
    assert [(each.name, each.at) for each in way(cast.owner, person)][:3] == moments
    Message.objects.update(state=State.INACTIVE, reason="No such mailbox.")
    third = way(cast.owner, person)[2]
    assert (third.name, third.at, third.why) == ("Came back", last.message.ended_at, "No such mailbox.")
    assert way(cast.rival_owner, person) == []
    first, _ = [WebSession.objects.create(firm=cast.firm, person=person, session_key=key) for key in "ab"]
    assert way(cast.owner, person)[-1].at == first.created_at


def test_what_may_have_arrived_is_not_said_to_be_unsent(cast: Cast) -> None:
    person: PortalUser = invited(cast.owner, cast.acme)
    Message.objects.update(state=State.FAILED, reason="It may have arrived.")
    assert [each.name for each in way(cast.owner, person)][2] == "Not sent"
    Message.objects.update(unanswered=2)
    third = way(cast.owner, person)[2]
    assert (third.name, third.stand, third.why) == ("May have arrived", "wrong", "It may have arrived.")
