"""Clients read by email how far their access goes: when that changes, and a week before it ends."""

from latchstring.audit.models import Event
from latchstring.audit.sentences import sentence
from latchstring.mail.models import AddressState, Message, State
from latchstring.policy.scopes import Scope
from latchstring.portals.actions.change_access import change_access
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.tell_of_ends import tell_of_ends
from latchstring.portals.ends import last_day
from latchstring.portals.models import Access
from tests.cast import Cast
from tests.portals.ends_kit import after, ends
from tests.portals.people import CARLA, accepted, invited


def told(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind).exclude(state=State.CANCELLED).order_by("id"))


def the_access() -> Access:
    access: Access = Access.objects.select_related("client", "person").get()
    return access


def test_who_is_in_is_told_what_changed_and_only_the_newest_leaves(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    access = ends(cast, carla, 90)
    change_access(cast.staff, access, scope=Scope.FILES_ONLY, until=last_day(the_access().ends_at, cast.firm))
    [message] = told("access-changed")
    assert (message.to_address, message.client_id) == (CARLA.email, cast.acme.pk)
    assert message.fields["covers"].startswith("Your access covers files only, until ")
    assert "Sam has changed your access to {{client_name}}" in message.letter.text
    change_access(cast.staff, access, scope=Scope.EVERYTHING, until=None)
    assert told("access-changed")[0].fields["covers"] == "You can open everything there, and there is no last day."


def test_who_waits_for_the_invite_reads_it_there_and_a_dead_address_gets_nothing(cast: Cast) -> None:
    person = invited(cast.owner, cast.acme, CARLA)
    ends(cast, person, 90)
    assert told("access-changed") == []
    Access.objects.update(accepted_at=person.created_at)
    AddressState.objects.create(
        firm=cast.firm, address=person.address, inactive_since=person.created_at, reason="No such mailbox."
    )
    ends(cast, person, 91)
    assert [message.state for message in told("access-changed")] == [State.WITHHELD]


def test_a_week_before_the_end_they_are_told_once(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    ends(cast, carla, 30)
    with after(22):
        assert tell_of_ends() == 0
    with after(24):
        assert (tell_of_ends(), tell_of_ends()) == (1, 0)
        [message] = told("access-ending")
        day = last_day(the_access().ends_at, cast.firm)
        assert message.fields["last_day"] == f"{day:%A, %B} {day.day}"
        assert sentence(Event.objects.get(name="access.end_told")) == (
            "Carla Acme was told that their access ends soon."
        )
        ends(cast, carla, 60)
    with after(24 + 54):
        assert tell_of_ends() == 1


def test_a_last_day_that_is_near_is_told_with_the_change_alone(cast: Cast) -> None:
    ends(cast, accepted(cast.owner, cast.acme), 3)
    assert tell_of_ends() == 0
    assert len(told("access-changed")) == 1


def test_who_can_not_open_it_anyway_is_not_told(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    ends(cast, carla, 30)
    remove_access(cast.owner, carla)
    with after(24):
        assert tell_of_ends() == 0
    assert told("access-changed") == []
