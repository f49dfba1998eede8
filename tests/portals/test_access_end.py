"""Access that has ended: read as removed access by everything, judged when it is used."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from latchstring.audit.models import Event
from latchstring.config.tasks import deliver_what_still_holds
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.models import Message, State
from latchstring.policy.scopes import Scope
from latchstring.portals.actions.accept import LinkClosed, accept, look
from latchstring.portals.actions.change_access import change_access
from latchstring.portals.actions.end_due import end_due
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.record_login import record_login
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend
from latchstring.portals.actions.restore_access import restore_access, restore_person
from latchstring.portals.actions.send_newest import send_newest, send_to_address
from latchstring.portals.actions.view_as import NothingToSee, view_as
from latchstring.portals.actors import client_actor_for, viewing_actor_for
from latchstring.portals.ends import end_of, last_day
from latchstring.portals.models import Access, Invite, Phase, PortalUser, WebSession
from latchstring.portals.queries.manager import ManagerFilter, manager_rows
from latchstring.portals.refusals import Refusal
from latchstring.portals.status import Status, status_of
from tests.cast import Cast
from tests.portals.people import CARLA, LUIS, accepted, assert_counts_true, invited, leave, login, newest, token_of


def days(number: int, firm: Firm) -> date:
    return clock.now().astimezone(ZoneInfo(firm.time_zone)).date() + timedelta(days=number)


def ends(cast: Cast, person: PortalUser, number: int = 10, *, client: object = None) -> Access:
    """Their access ends after so many days, set by the real action."""
    access = Access.objects.select_related("client", "person").get(person=person, client=client or cast.acme)
    return change_access(cast.owner, access, scope=Scope.EVERYTHING, until=days(number, cast.firm))


@contextmanager
def after(number: int = 11) -> Iterator[None]:
    with time_machine.travel(clock.now() + timedelta(days=number)):
        yield


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
        assert record_login(user, cast.firm, session_key="k" * 32) is None
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
    with after():
        with pytest.raises(Refusal, match=r"Access was removed\."):
            resend(cast.owner, carla)
        assert Message.objects.count() == 1


def test_an_email_that_still_waits_is_taken_back_before_it_leaves(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    ends(cast, carla, client=cast.beta)
    with after():
        deliver_what_still_holds()
        assert Message.objects.get(kind="access-added").state == State.CANCELLED


def test_removing_what_has_ended_removes_nothing(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    ends(cast, carla)
    with after():
        assert remove_access(cast.owner, carla) == []


def test_accepting_sending_again_and_inviting_again_keep_both(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    access = Access.objects.select_related("client").get()
    change_access(cast.owner, access, scope=Scope.FILES_ONLY, until=days(10, cast.firm))
    wanted = Scope.FILES_ONLY, end_of(days(10, cast.firm), cast.firm)
    resend(cast.owner, carla)
    assert Access.objects.values_list("scope", "ends_at").get() == wanted
    invite(cast.owner, cast.acme, people=[CARLA])
    assert Access.objects.values_list("scope", "ends_at").get() == wanted
    leave()
    accept(token_of(carla), user=login(carla.address))
    assert Access.objects.values_list("scope", "ends_at").get() == wanted
    actor = client_actor_for(login(carla.address), cast.firm)
    assert actor is not None
    assert list(actor.narrowed) == [cast.acme.pk]


def test_access_given_again_keeps_its_scope_and_an_end_that_is_ahead(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    access = Access.objects.select_related("client").get()
    change_access(cast.owner, access, scope=Scope.NO_BILLING, until=days(10, cast.firm))
    wanted = Scope.NO_BILLING, end_of(days(10, cast.firm), cast.firm)
    [gone] = remove_access(cast.owner, carla)
    restore_access(cast.owner, gone)
    assert Access.objects.live().values_list("scope", "ends_at").get() == wanted
    remove_access(cast.owner, carla)
    invite(cast.owner, cast.acme, people=[CARLA])
    assert Access.objects.live().values_list("scope", "ends_at").get() == wanted


@pytest.mark.parametrize("noted", [False, True])
def test_inviting_after_the_end_begins_anew_without_the_old_end(cast: Cast, noted: bool) -> None:
    carla = accepted(cast.owner, cast.acme)
    old = newest(carla)
    ends(cast, carla)
    with after():
        if noted:
            end_due()
        outcome = invite(cast.owner, cast.acme, people=[CARLA])
        assert [person.pk for person in outcome.sent] == [carla.pk]
        assert Access.objects.live().get().ends_at is None
        carla.refresh_from_db()
        assert (carla.phase, carla.ends_at) == (Phase.PENDING, None)
        assert client_actor_for(login(carla.address), cast.firm) is None
        assert look(token_of(carla, old)).state != "open"
        leave()
        assert accept(token_of(carla), user=login(carla.address)).client_ids == {cast.acme.pk}
        assert_counts_true(cast.firm)


@pytest.mark.parametrize("noted", [False, True])
def test_giving_back_after_the_end_drops_the_old_end(cast: Cast, noted: bool) -> None:
    carla = accepted(cast.owner, cast.acme)
    access = ends(cast, carla)
    with after():
        if noted:
            end_due()
        restore_person(cast.owner, carla) if noted else restore_access(cast.owner, access)
        assert client_actor_for(login(carla.address), cast.firm)
        assert Access.objects.get().ends_at is None
        assert_counts_true(cast.firm)


def test_what_has_ended_is_noted_with_all_that_follows(cast: Cast) -> None:
    carla, luis = accepted(cast.owner, cast.acme), invited(cast.owner, cast.acme, LUIS)
    record_login(login(carla.address), cast.firm, session_key="k" * 32)
    ends(cast, carla)
    ends(cast, luis, 20)
    assert end_due() == 0
    with after():
        assert end_due() == 1
        assert end_due() == 0
        carla.refresh_from_db()
        assert (carla.phase, carla.client_count) == (Phase.REMOVED, 0)
        assert WebSession.objects.get().ended_at
        event = Event.objects.get(name="access.ended")
        assert (event.client_id, event.person_id, event.actor_kind) == (cast.acme.pk, carla.pk, "system")
        assert Invite.objects.get(person=carla).revoked_at
        assert_counts_true(cast.firm)
    assert Access.objects.live().get().person == luis


def test_the_kept_end_of_a_person_is_the_last_of_all(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    ends(cast, carla, 10)
    carla.refresh_from_db()
    assert carla.ends_at is None
    last = ends(cast, carla, 20, client=cast.beta)
    carla.refresh_from_db()
    assert carla.ends_at == last.ends_at


def test_each_end_is_in_the_log_of_its_own_firm(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    rosa = accepted(cast.rival_owner, cast.rival_client, CARLA)
    ends(cast, carla)
    access = Access.objects.select_related("client").get(person=rosa)
    change_access(cast.rival_owner, access, scope=Scope.EVERYTHING, until=days(10, cast.rival))
    with after():
        assert end_due() == 2
    assert set(Event.objects.filter(name="access.ended").values_list("firm_id", "client_id")) == {
        (cast.firm.pk, cast.acme.pk),
        (cast.rival.pk, cast.rival_client.pk),
    }
