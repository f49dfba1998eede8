"""Changing what somebody may open, and until when."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from latchstring.audit.models import Event
from latchstring.audit.sentences import sentence
from latchstring.clients.models import Client
from latchstring.files.actions.share import share
from latchstring.kernel import clock
from latchstring.mail.models import Message, State
from latchstring.policy.actor import Refused
from latchstring.policy.scopes import PARTS, Scope
from latchstring.portals.actions.change_access import change_access
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actors import client_actor_for, viewing_actor_for
from latchstring.portals.ends import BadEnd, in_full, limits
from latchstring.portals.models import Access, PortalUser
from latchstring.portals.refusals import Refusal
from tests.cast import Cast
from tests.files.kit import sent
from tests.portals.people import BOB, CARLA, accepted, invited, login


def the_access(client: Client) -> Access:
    access: Access = Access.objects.select_related("client", "person").get(client=client)
    return access


def today(cast: Cast) -> date:
    return clock.now().astimezone(ZoneInfo(cast.firm.time_zone)).date()


def test_it_is_written_once_with_who_and_from_and_to(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    until = date(2098, 4, 30)
    for _ in range(2):
        change_access(cast.staff, the_access(cast.acme), scope=Scope.FILES_ONLY, until=until)
    event = Event.objects.get(name="access.changed")
    assert (event.client_id, event.person_id, event.actor_name) == (cast.acme.pk, carla.pk, "Sam")
    assert sentence(event) == (
        "Sam changed the access of Carla Acme from “Everything” to “Files only, until April 30, 2098”."
    )
    change_access(cast.staff, the_access(cast.acme), scope=Scope.EVERYTHING, until=None)
    access = the_access(cast.acme)
    assert (access.scope, access.ends_at) == (Scope.EVERYTHING, None)
    assert Event.objects.filter(name="access.changed").count() == 2


def test_it_bites_on_the_next_request_for_this_client_alone(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    change_access(cast.owner, the_access(cast.acme), scope=Scope.BILLING_ONLY, until=None)
    actor = client_actor_for(login(carla.address), cast.firm)
    viewing = viewing_actor_for(cast.owner, carla.pk)
    for each in (actor, viewing):
        assert each is not None
        assert each.client_ids == {cast.acme.pk, cast.beta.pk}
        assert dict(each.narrowed) == {cast.acme.pk: PARTS[Scope.BILLING_ONLY]}


@pytest.mark.parametrize("days", [-400, -1, 0])
def test_a_day_that_has_come_is_refused_and_nothing_is_written(cast: Cast, days: int) -> None:
    accepted(cast.owner, cast.acme)
    with pytest.raises(BadEnd, match=r"Choose a day after today, or leave it empty\."):
        change_access(
            cast.owner, the_access(cast.acme), scope=Scope.FILES_ONLY, until=today(cast) + timedelta(days=days)
        )
    assert the_access(cast.acme).scope == Scope.EVERYTHING
    assert not Event.objects.filter(name="access.changed").exists()


def test_tomorrow_is_a_day_and_the_end_of_the_calendar_is_not(cast: Cast) -> None:
    accepted(cast.owner, cast.acme)
    change_access(cast.owner, the_access(cast.acme), scope=Scope.EVERYTHING, until=today(cast) + timedelta(days=1))
    with pytest.raises(BadEnd, match="too far away"):
        change_access(cast.owner, the_access(cast.acme), scope=Scope.EVERYTHING, until=date.max)


def test_who_has_no_access_any_more_can_not_be_given_it_so(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    access = the_access(cast.acme)
    remove_access(cast.owner, carla)
    with pytest.raises(Refusal, match=r"Carla Acme has no access any more\. Send a new invite"):
        change_access(cast.owner, access, scope=Scope.FILES_ONLY, until=None)


def test_only_who_may_change_access_to_this_client_does(cast: Cast) -> None:
    invited(cast.owner, cast.beta, BOB)
    for actor in (cast.staff, cast.viewer):
        with pytest.raises(Refused):
            change_access(actor, the_access(cast.beta), scope=Scope.FILES_ONLY, until=None)
    with pytest.raises(PortalUser.DoesNotExist):
        change_access(cast.rival_owner, the_access(cast.beta), scope=Scope.FILES_ONLY, until=None)
    assert the_access(cast.beta).scope == Scope.EVERYTHING


def test_narrowing_takes_back_the_emails_about_what_is_shut(cast: Cast) -> None:
    accepted(cast.owner, cast.acme)
    share(cast.owner, cast.acme, [sent(cast.owner, cast.acme)])
    change_access(cast.owner, the_access(cast.acme), scope=Scope.NO_BILLING, until=None)
    assert Message.objects.get(kind="file-shared").state == State.QUEUED
    change_access(cast.owner, the_access(cast.acme), scope=Scope.BILLING_ONLY, until=None)
    assert Message.objects.get(kind="file-shared").state == State.CANCELLED


def test_what_is_not_about_the_shut_part_still_leaves(cast: Cast) -> None:
    accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    change_access(cast.owner, the_access(cast.beta), scope=Scope.BILLING_ONLY, until=None)
    assert Message.objects.get(kind="access-added").state == State.QUEUED


def test_limits_in_words(cast: Cast) -> None:
    accepted(cast.owner, cast.acme)
    access = change_access(cast.owner, the_access(cast.acme), scope=Scope.FILES_ONLY, until=date(2098, 4, 30))
    access.refresh_from_db()
    assert limits(access.scope, access.ends_at, cast.firm) == "Files only · until Apr 30, 2098"
    assert limits(Scope.EVERYTHING, access.ends_at, cast.firm) == "until Apr 30, 2098"
    assert limits(Scope.NO_BILLING, None, cast.firm) == "No billing"
    assert limits(Scope.EVERYTHING, None, cast.firm) == ""
    assert in_full(Scope.EVERYTHING, None, cast.firm) == "Everything"


def test_an_invite_to_another_client_keeps_its_own_limits(cast: Cast) -> None:
    invite(cast.owner, cast.acme, people=[CARLA])
    invite(cast.owner, cast.beta, people=[CARLA])
    change_access(cast.owner, the_access(cast.acme), scope=Scope.FILES_ONLY, until=None)
    waiting = Message.objects.get(kind="invite", state=State.QUEUED)
    assert (waiting.fields["client_name"], waiting.fields["limits"]) == ("Beta Farms", "")


def test_an_invite_that_waits_names_the_limits_of_now(cast: Cast) -> None:
    invite(cast.owner, cast.acme, people=[CARLA])
    [waiting] = Message.objects.filter(kind="invite")
    assert waiting.fields["limits"] == ""
    change_access(cast.owner, the_access(cast.acme), scope=Scope.FILES_ONLY, until=date(2098, 4, 30))
    waiting.refresh_from_db()
    assert waiting.fields["limits"].strip() == "Your access covers files only, until April 30, 2098."
    Message.objects.filter(pk=waiting.pk).update(state=State.SENT)
    change_access(cast.owner, the_access(cast.acme), scope=Scope.EVERYTHING, until=None)
    waiting.refresh_from_db()
    assert waiting.fields["limits"].strip() == "Your access covers files only, until April 30, 2098."
