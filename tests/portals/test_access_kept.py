"""What stays of an end and a scope when access is sent, accepted and given again, and how an end is noted."""

import pytest

from latchstring.audit.models import Event
from latchstring.policy.scopes import Scope
from latchstring.portals.actions.accept import accept, look
from latchstring.portals.actions.change_access import change_access
from latchstring.portals.actions.end_due import end_due
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend
from latchstring.portals.actions.restore_access import restore_access, restore_person
from latchstring.portals.actors import client_actor_for
from latchstring.portals.ends import end_of
from latchstring.portals.models import Access, Invite, Phase, WebSession
from tests.cast import Cast
from tests.portals.ends_kit import after, days, ends
from tests.portals.people import (
    CARLA,
    LUIS,
    accepted,
    assert_counts_true,
    comes_in,
    invited,
    leave,
    login,
    newest,
    token_of,
)


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
    comes_in(carla)
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
