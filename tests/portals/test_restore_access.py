"""Giving access back."""

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.clients.actions.deactivate import deactivate
from latchstring.mail.models import Message
from latchstring.portals.actions.accept import accept, look
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.restore_access import restore_access, restore_person
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import Access, Invite
from tests.cast import Cast
from tests.portals.people import (
    CARLA,
    accepted,
    assert_counts_true,
    invited,
    kill,
    leave,
    login,
    token_of,
)


def test_undo_lets_in_again_who_had_come_in(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    [access] = remove_access(cast.owner, carla)
    assert restore_access(cast.owner, access) is None
    actor = client_actor_for(login(carla.address), cast.firm)
    assert actor is not None
    assert Message.objects.count() == 1
    assert_counts_true(cast.firm)


def test_undo_sends_a_new_invite_to_who_had_not(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    old = token_of(carla)
    [access] = remove_access(cast.owner, carla)
    new = restore_access(cast.owner, access)
    assert new is not None
    leave()
    assert look(old).state == "superseded"
    assert look(token_of(carla)).state == "open"
    assert_counts_true(cast.firm)


def test_undo_of_a_person_gives_back_what_the_last_removal_took(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    remove_access(cast.owner, carla)
    restore_person(cast.owner, carla)
    assert Access.objects.filter(removed_at=None, accepted_at__isnull=False).count() == 2
    assert_counts_true(cast.firm)


def test_undo_twice_is_once(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    [access] = remove_access(cast.owner, carla)
    restore_access(cast.owner, access)
    assert restore_access(cast.owner, access) is None
    assert Invite.objects.count() == 2


def test_undo_where_no_email_can_go_gives_access_back_without_one(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    old = token_of(carla)
    [access] = remove_access(cast.owner, carla)
    kill(cast.firm, carla.address)
    assert restore_access(cast.owner, access) is None
    assert look(old).state == "removed"
    assert Access.objects.filter(removed_at=None).count() == 1
    assert_counts_true(cast.firm)


def test_who_is_in_is_in_at_a_client_too_that_is_inactive_now(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    leave()
    [access] = remove_access(cast.owner, carla, client=cast.beta)
    accept(token_of(carla), user=login(carla.address))
    deactivate(cast.owner, cast.beta)
    assert restore_access(cast.owner, access) is None
    assert Access.objects.filter(removed_at=None, accepted_at__isnull=False).count() == 2
    assert_counts_true(cast.firm)
    granted = Event.objects.filter(name=Name.ACCESS_GRANTED, client_id=cast.beta.pk).last()
    assert granted is not None
    assert granted.detail["restored"] is True
