"""Access that has ended: read as removed access by everything, judged when it is used."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from latchstring.config.tasks import deliver
from latchstring.kernel import clock
from latchstring.mail.models import Message, State
from latchstring.policy.scopes import Scope
from latchstring.portals.actions.accept import LinkClosed, accept, look
from latchstring.portals.actions.change_access import change_access
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend
from latchstring.portals.actions.send_newest import send_newest, send_to_address
from latchstring.portals.actions.view_as import NothingToSee, view_as
from latchstring.portals.actors import client_actor_for, viewing_actor_for
from latchstring.portals.ends import end_of, last_day
from latchstring.portals.models import Access
from latchstring.portals.queries.manager import ManagerFilter, manager_rows
from latchstring.portals.refusals import Refusal
from latchstring.portals.status import Status, status_of
from tests.cast import Cast
from tests.portals.ends_kit import after, ends
from tests.portals.people import CARLA, accepted, invited, leave, login, newest, token_of


def test_it_ends_at_the_midnight_after_its_last_day_where_the_firm_is(cast: Cast) -> None:
    there = ZoneInfo("America/New_York")
    with time_machine.travel(datetime(2027, 4, 1, 12, tzinfo=there)):
        carla = accepted(cast.owner, cast.acme)
        access = Access.objects.select_related("client").get()
        change_access(cast.owner, access, scope=Scope.EVERYTHING, until=date(2027, 4, 30))
    user = login(carla.address)
    with time_machine.travel(datetime(2027, 4, 30, 23, 59, 59, tzinfo=there)):
        assert client_actor_for(user, cast.firm)
    with time_machine.travel(datetime(2027, 5, 1, 0, 0, 0, tzinfo=there), tick=False):
        assert client_actor_for(user, cast.firm) is None


def test_tomorrow_is_tomorrow_where_the_firm_is(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    with time_machine.travel(datetime(2027, 4, 1, 23, 30, tzinfo=ZoneInfo("America/New_York"))):
        access = Access.objects.select_related("client").get(person=carla)
        change_access(cast.owner, access, scope=Scope.EVERYTHING, until=date(2027, 4, 2))
    access.refresh_from_db()
    assert last_day(access.ends_at, cast.firm) == date(2027, 4, 2)


def test_a_last_day_over_a_change_of_the_clocks_is_that_day(cast: Cast) -> None:
    day = date(2099, 11, 1)
    assert last_day(end_of(day, cast.firm), cast.firm) == day


def test_who_is_past_the_end_is_nobody_with_the_worker_stopped(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    access, user = ends(cast, carla), login(carla.address)
    assert client_actor_for(user, cast.firm)
    with after():
        assert client_actor_for(user, cast.firm) is None
        assert viewing_actor_for(cast.owner, carla.pk) is None
        with pytest.raises(NothingToSee):
            view_as(cast.owner, access)
        assert not Access.objects.live().exists()


def test_of_two_clients_only_the_one_that_has_ended_is_shut(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    ends(cast, carla)
    with after():
        actor = client_actor_for(login(carla.address), cast.firm)
        assert actor is not None
        assert actor.client_ids == {cast.beta.pk}
        assert [row.client for row in Access.objects.visible_to(actor)] == [cast.beta]


def test_the_status_is_removed_at_once(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    access = ends(cast, carla)
    assert status_of(access, clock.now()) is Status.ACCEPTED
    with after():
        carla.refresh_from_db()
        assert status_of(access, clock.now()) is Status.REMOVED
        assert status_of(carla, clock.now()) is Status.REMOVED
        [row] = manager_rows(cast.owner, ManagerFilter()).rows
        assert (row.status, row.client_count) == (Status.REMOVED, 0)


def test_an_invite_opens_nothing_after_the_end(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    ends(cast, carla)
    token = token_of(carla)
    assert look(token).state == "open"
    with after():
        assert look(token).state == "removed"
        with pytest.raises(LinkClosed):
            accept(token, user=login(carla.address))
        assert not send_newest(token)
        assert not send_to_address(cast.firm, carla.address)
        assert not Access.objects.filter(accepted_at__isnull=False).exists()


def test_accepting_lets_in_where_it_has_not_ended_only(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    ends(cast, carla)
    leave()
    with after():
        assert accept(token_of(carla), user=login(carla.address)).client_ids == {cast.beta.pk}
        assert Access.objects.get(client=cast.acme).accepted_at is None


def test_accepting_again_lets_in_nowhere_that_has_ended(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    ends(cast, carla)
    with after():
        invite(cast.owner, cast.beta, people=[CARLA])
        leave()
        assert accept(token_of(carla), user=login(carla.address)).client_ids == {cast.beta.pk}


def test_an_invite_sent_again_names_a_client_that_has_not_ended(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    ends(cast, carla)
    with after():
        resend(cast.owner, carla)
        assert newest(carla).client == cast.beta


def test_nothing_is_sent_to_who_is_past_the_end(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    ends(cast, carla)
    before = Message.objects.count()
    with after():
        with pytest.raises(Refusal, match=r"Access was removed\."):
            resend(cast.owner, carla)
        assert Message.objects.count() == before


def test_an_email_that_still_waits_is_taken_back_before_it_leaves(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    ends(cast, carla, client=cast.beta)
    with after():
        deliver.call()
        assert Message.objects.get(kind="access-added").state == State.CANCELLED


def test_removing_what_has_ended_removes_nothing(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    ends(cast, carla)
    with after():
        assert remove_access(cast.owner, carla) == []
