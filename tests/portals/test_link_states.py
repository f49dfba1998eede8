"""What a link says when it is looked at, and what can be done where it opens nothing."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.mail.models import MailLink, Message, State
from latchstring.portals.actions.accept import LinkClosed, accept, look
from latchstring.portals.actions.decline import decline
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend
from latchstring.portals.actions.send_newest import send_newest, send_to_address
from latchstring.portals.models import Access, Invite, Phase, PortalUser
from tests.cast import Cast
from tests.portals.people import CARLA, accepted, assert_counts_true, invited, leave, login, newest, token_of

NOBODY = "x" * 43


def test_looking_writes_nothing_however_often(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    token = token_of(carla)

    def everything() -> tuple[object, ...]:
        models = (PortalUser, Access, Invite, MailLink, Message, Event)
        return tuple(list(model.objects.order_by("pk").values()) for model in models)

    before = everything()
    for _ in range(20):
        state = look(token, login(carla.address))
    assert everything() == before
    assert (state.state, state.client_names, state.inviter) == ("open", ("Acme Bakery LLC",), "Olive")
    assert state.firm == cast.firm


def test_the_page_reads_the_personal_message_filled_in(cast: Cast) -> None:
    invite(cast.owner, cast.acme, people=[CARLA], message="Hello {First name}, {Team member} of {Firm name} writes.")
    leave()
    assert look(token_of(PortalUser.objects.get())).note == "Hello Carla, Olive of Alder & Pike writes."


def test_an_unknown_token_opens_nothing(cast: Cast) -> None:
    for token in ("", "short", NOBODY):
        assert look(token).state == "unknown"
        with pytest.raises(LinkClosed):
            accept(token, user=login("carla@acme.example"))


def test_a_link_for_another_purpose_is_no_invite(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    token = token_of(carla)
    MailLink.objects.update(purpose="reset")
    assert look(token).state == "unknown"


def test_a_link_of_another_firm_is_no_invite_of_this_one(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    token = token_of(carla)
    MailLink.objects.update(firm=cast.rival)
    assert look(token).state == "unknown"


def test_expiry_is_judged_when_the_link_is_used(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    token = token_of(carla)
    with time_machine.travel(newest(carla).expires_at - timedelta(seconds=5)):
        assert look(token).state == "open"
    with time_machine.travel(newest(carla).expires_at, tick=False):
        assert look(token).state == "expired"
        with pytest.raises(LinkClosed, match="expired"):
            accept(token, user=login(carla.address))
    assert Access.objects.get().accepted_at is None


def test_the_firm_says_how_long_a_link_lasts(cast: Cast) -> None:
    cast.firm.invite_days = 2
    cast.firm.save()
    carla = invited(cast.owner, cast.acme)
    assert timedelta(days=1, hours=23) < newest(carla).expires_at - clock.now() <= timedelta(days=2)


def test_an_older_link_shows_when_the_newest_was_sent(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    old = token_of(carla)
    with time_machine.travel(clock.now() + timedelta(days=3)):
        resend(cast.owner, carla)
        leave()
        new = token_of(carla)
        state = look(old)
    assert state.state == "superseded"
    assert state.newest_sent_at == newest(carla).message.sent_at
    with pytest.raises(LinkClosed, match="newer"):
        accept(old, user=login(carla.address))
    assert look(new).state == "open"


@pytest.mark.parametrize("days", [31, 3])
def test_an_old_link_mails_a_new_one(cast: Cast, days: int) -> None:
    carla = invited(cast.owner, cast.acme)
    token = token_of(carla)
    assert not send_newest(token)
    with time_machine.travel(clock.now() + timedelta(days=days)):
        if days == 3:
            resend(cast.owner, carla)
            leave()
        before = newest(carla)
        assert send_newest(token)
        assert newest(carla).pk != before.pk
        assert newest(carla).message.to_address == "carla@acme.example"
        assert newest(carla).inviter_name == "Olive"


def test_an_old_link_mails_no_more_than_the_cap(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    token = token_of(carla)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert [send_newest(token) for _ in range(5)] == [True, True, True, False, False]


def test_who_was_invited_and_forgot_gets_the_invite_again(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    assert send_to_address(cast.firm, "Carla@ACME.example")
    assert Invite.objects.filter(person=carla).count() == 2
    assert not send_to_address(cast.firm, "nobody@acme.example")
    assert not send_to_address(cast.rival, "carla@acme.example")


@pytest.mark.parametrize("rows", [MailLink, Invite, PortalUser])
def test_a_link_is_for_the_one_address_that_it_was_sent_to(cast: Cast, rows: Any) -> None:
    carla = accepted(cast.owner, cast.acme)
    token = token_of(carla)
    assert look(token).state == "accepted"
    rows.objects.filter(address=carla.address).update(address="somebody@else.example")
    assert look(token).state == "removed"


def test_declining_kills_the_link_and_tells_who_invited(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    token = token_of(carla)
    assert decline(token)
    assert look(token).state == "removed"
    assert not decline(token)
    told = Message.objects.latest("pk")
    assert (told.kind, told.to_address) == ("declined", cast.olive.user.email)
    names = Event.objects.filter(actor_name="Carla Acme").order_by("id").values_list("name", flat=True)
    assert list(names) == ["access.removed", "invite.declined"]
    carla.refresh_from_db()
    assert carla.phase == Phase.REMOVED
    assert_counts_true(cast.firm)


def test_a_cancelled_email_says_why(cast: Cast) -> None:
    invite(cast.owner, cast.acme, people=[CARLA])
    remove_access(cast.owner, PortalUser.objects.get())
    message = Message.objects.get()
    assert (message.state, message.reason) == (State.CANCELLED, "Access was removed.")
