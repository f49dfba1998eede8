"""Two who do something to the same person, ask, batch or address in the same moment: the second sees the first."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine

from latchstring.accounts.models import PhoneCode
from latchstring.audit.models import Event
from latchstring.clients.models import Contact
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import Actor
from latchstring.policy.scopes import Scope
from latchstring.portals.actions.accept import LinkClosed, accept
from latchstring.portals.actions.approve_ask import approve_ask
from latchstring.portals.actions.batches import cancel_rest, pause
from latchstring.portals.actions.change_access import change_access
from latchstring.portals.actions.change_email import change_email
from latchstring.portals.actions.change_profile import change_profile
from latchstring.portals.actions.decline import decline
from latchstring.portals.actions.decline_ask import decline_ask
from latchstring.portals.actions.end_due import end_due
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.actions.invite_beside import invite_beside
from latchstring.portals.actions.propose_person import propose_person
from latchstring.portals.actions.reactivate import reactivate
from latchstring.portals.actions.read_code_out import read_code_out
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.actions.stop_emails import stop_emails
from latchstring.portals.actions.suspend_dormant import suspend_dormant
from latchstring.portals.actions.undo_batch import undo_batch
from latchstring.portals.actions.wake_person import wake_person
from latchstring.portals.actors import client_actor_for
from latchstring.portals.asking import BadAsk
from latchstring.portals.models import Access, Ask, Invite, PortalUser
from latchstring.portals.opening import open_chunk
from latchstring.portals.refusals import Refusal
from latchstring.portals.stopping import stop_url
from tests.cast import Cast, make_cast, make_client
from tests.portals.ends_kit import after, days, ends
from tests.portals.people import (
    BOB,
    CARLA,
    EVERYBODY,
    LUIS,
    accepted,
    assert_counts_true,
    comes_in,
    invited,
    kill,
    leave,
    login,
    token_of,
)
from tests.races import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def logged(name: str) -> int:
    return Event.objects.filter(name=name).count()


def acting(person: PortalUser) -> Actor:
    actor = client_actor_for(person.user, person.firm) if person.user else None
    assert actor
    return actor


def test_accepting_and_what_closes_the_link() -> None:
    cast = make_cast()
    carla, luis = invited(cast.owner, cast.acme), invited(cast.owner, cast.acme, LUIS)
    press = partial(accept, token_of(carla), user=login(carla.address))
    assert isinstance(meanwhile(lambda: remove_access(cast.owner, carla), press), LinkClosed)
    assert_counts_true(cast.firm)
    token, turned_down = token_of(luis), []
    press = partial(accept, token, user=login(luis.address))
    assert meanwhile(press, lambda: turned_down.append(decline(token))) is None
    assert turned_down == [False]
    bob = invited(cast.owner, cast.beta, BOB)
    press = partial(accept, token_of(bob), user=login(bob.address))
    assert meanwhile(press, lambda: remove_access(cast.owner, bob)) is None
    assert set(Access.objects.live().values_list("person", flat=True)) == {luis.pk}
    more = partial(invite, cast.owner, cast.beta, people=[LUIS])
    assert meanwhile(more, lambda: remove_access(cast.owner, luis)) is None
    assert not Access.objects.live().exists()
    assert_counts_true(cast.firm)


def test_two_people_of_one_client_are_counted_as_one_client() -> None:
    cast = make_cast()
    asks = [partial(invite, cast.owner, cast.acme, people=[each]) for each in (CARLA, LUIS)]
    assert meanwhile(*asks) is None
    assert_counts_true(cast.firm)
    leave()
    people = list(PortalUser.objects.order_by("address"))
    assert meanwhile(*(partial(accept, token_of(each), user=login(each.address)) for each in people)) is None
    assert_counts_true(cast.firm)
    assert meanwhile(*(partial(remove_access, cast.owner, each) for each in people)) is None
    assert_counts_true(cast.firm)


def test_accepting_and_a_new_address() -> None:
    cast = make_cast()
    carla, luis = invited(cast.owner, cast.acme), invited(cast.owner, cast.acme, LUIS)
    press = partial(accept, token_of(carla), user=login(carla.address))
    move = partial(change_email, cast.owner, carla, email="new@acme.example")
    assert isinstance(meanwhile(move, press), LinkClosed)
    press = partial(accept, token_of(luis), user=login(luis.address))
    assert meanwhile(press, lambda: change_email(cast.owner, luis, email="l@acme.example")) is None
    luis.refresh_from_db()
    assert luis.user is not None
    assert (luis.user.email, luis.address) == ("luis@acme.example", "l@acme.example")
    assert Message.objects.get(to_address="l@acme.example").letter.subject.startswith("Confirm")
    assert_counts_true(cast.firm)


def test_a_resend_and_a_resend_leave_one_link() -> None:
    cast = make_cast()
    carla = invited(cast.owner, cast.acme)
    assert meanwhile(lambda: resend(cast.owner, carla), lambda: resend(cast.admin, carla)) is None
    assert Invite.objects.filter(superseded_at=None).count() == 1
    assert isinstance(meanwhile(lambda: remove_access(cast.owner, carla), lambda: resend(cast.admin, carla)), Refusal)


def test_a_batch_that_opens_while_it_is_undone_or_stopped() -> None:
    cast = make_cast()
    batch = send_batch(cast.owner, selection=EVERYBODY, request_key="one")
    assert isinstance(meanwhile(lambda: open_chunk(batch.pk, 1), lambda: undo_batch(cast.owner, batch)), Refusal)
    assert meanwhile(lambda: cancel_rest(cast.owner, batch), lambda: pause(cast.admin, batch)) is None
    assert (logged("batch.undone"), logged("batch.cancelled"), logged("batch.paused")) == (0, 1, 0)
    assert Message.objects.get().state == "cancelled"


def test_what_two_do_at_once_happened_once() -> None:
    cast = make_cast()
    carla, luis = accepted(cast.owner, cast.acme), accepted(cast.owner, cast.acme, LUIS)
    mine, access = acting(carla), ends(cast, luis)
    PortalUser.objects.filter(pk=carla.pk).update(suspended_at=clock.now())
    kill(cast.firm, luis.address)
    narrow = partial(change_access, cast.owner, access, scope=Scope.FILES_ONLY, until=days(10, cast.firm))
    profile: dict[str, Any] = {"name": "Carla", "phone": "1", "time_zone": ""}
    for act, name in (
        (partial(wake_person, cast.owner, carla), "dormant.woken"),
        (narrow, "access.changed"),
        (partial(change_profile, mine, **profile), "profile.changed"),
    ):
        before = logged(name)
        assert meanwhile(act, act) is None
        assert logged(name) == before + 1
    again = partial(reactivate, cast.owner, luis.address, reason="He called.")
    assert isinstance(meanwhile(again, again), Refusal)
    with after():
        assert meanwhile(end_due, end_due) is None
    assert logged("access.ended") == 1
    assert_counts_true(cast.firm)


def test_who_logs_in_while_the_sweep_comes_is_not_suspended() -> None:
    cast = make_cast()
    cast.firm.dormant_months, cast.firm.dormant_days = 3, 14
    cast.firm.save()
    carla = accepted(cast.owner, cast.acme)
    with time_machine.travel(clock.now() + timedelta(days=77)):
        suspend_dormant()
    with time_machine.travel(clock.now() + timedelta(days=92)):
        assert meanwhile(lambda: comes_in(carla), suspend_dormant) is None
    carla.refresh_from_db()
    assert carla.suspended_at is None


def test_one_code_on_the_phone_is_good_and_no_wish_is_lost() -> None:
    cast = make_cast()
    carla = accepted(cast.owner, cast.acme)
    read = partial(read_code_out, cast.owner, carla)
    assert meanwhile(read, read) is None
    assert PhoneCode.objects.filter(used_at=None).count() == 1
    stops = [
        partial(stop_emails, stop_url(cast.firm, carla, kind).split("/")[-2], cast.firm.pk)
        for kind in ("reminder", "file-shared")
    ]
    assert meanwhile(*stops) is None
    carla.refresh_from_db()
    assert set(carla.emails_off) == {"reminder", "file-shared"}


def test_an_ask_is_made_and_answered_once() -> None:
    cast = make_cast()
    mine = acting(accepted(cast.owner, cast.acme))
    ask = partial(propose_person, mine, cast.acme, name="Nina", email="nina@acme.example")
    assert isinstance(meanwhile(ask, ask), BadAsk)
    row = Ask.objects.get()
    assert isinstance(
        meanwhile(lambda: approve_ask(cast.owner, row), lambda: decline_ask(cast.admin, row, reason="No.")), Refusal
    )
    assert (logged("access.ask_approved"), logged("access.ask_declined")) == (1, 0)


def test_beside_somebody_one_more_is_let_in_and_not_two() -> None:
    cast: Cast = make_cast()
    homes = make_client(cast.firm, "Homes", ("Harold", "home@both.example"), ("Wanda", "home@both.example"))
    accepted(cast.owner, homes, Invitee("home@both.example", "Harold"))
    wanda = Contact.objects.get(client=homes, name="Wanda")
    act = partial(invite_beside, cast.owner, homes, wanda)
    assert isinstance(meanwhile(act, act), Refusal)
    assert PortalUser.objects.filter(address="home@both.example").count() == 2
