"""What ends with access: links for good, and sessions."""

import pytest

from latchstring.accounts.models import Session
from latchstring.accounts.session_store import SessionStore
from latchstring.kernel import clock
from latchstring.mail.models import Message, State
from latchstring.portals.actions.accept import LinkClosed, accept, look
from latchstring.portals.actions.change_email import change_email
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import Access
from tests.cast import Cast
from tests.portals.people import CARLA, LUIS, accepted, comes_in, invited, leave, login, token_of


def test_removal_kills_the_link_at_once_and_granting_again_does_not_revive_it(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    token = token_of(carla)
    remove_access(cast.owner, carla, client=cast.acme)
    assert look(token).state == "removed"
    with pytest.raises(LinkClosed):
        accept(token, user=login(carla.address))
    invited(cast.owner, cast.acme)
    assert look(token).state == "superseded"
    with pytest.raises(LinkClosed):
        accept(token, user=login(carla.address))
    assert Access.objects.get().accepted_at is None


def test_a_spent_link_stays_dead_after_removal_and_a_new_grant(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    token = token_of(carla)
    remove_access(cast.owner, carla)
    assert look(token).state == "removed"
    invite(cast.owner, cast.acme, people=[CARLA])
    with pytest.raises(LinkClosed):
        accept(token, user=login(carla.address))
    assert client_actor_for(login(carla.address), cast.firm) is None


def test_an_inactive_client_closes_its_links_and_comes_back(cast: Cast) -> None:
    carla, luis = accepted(cast.owner, cast.acme), invited(cast.owner, cast.acme, LUIS)
    token = token_of(luis)
    cast.acme.inactive_at = clock.now()
    cast.acme.save()
    assert look(token).state == "removed"
    assert client_actor_for(login(carla.address), cast.firm) is None
    cast.acme.inactive_at = None
    cast.acme.save()
    assert look(token).state == "open"
    assert client_actor_for(login(carla.address), cast.firm) is not None


def test_removal_ends_sessions(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    store = SessionStore()
    store.save()
    web_session = comes_in(carla, store.session_key)
    remove_access(cast.owner, carla)
    web_session.refresh_from_db()
    assert web_session.ended_at
    assert not Session.objects.filter(session_key=store.session_key).exists()


def test_sessions_last_while_another_client_is_open(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    web_session = comes_in(carla)
    remove_access(cast.owner, carla, client=cast.acme)
    web_session.refresh_from_db()
    assert web_session.ended_at is None
    actor = client_actor_for(carla.user, cast.firm)
    assert actor is not None
    assert actor.client_ids == {cast.beta.pk}


def test_logins_are_counted_and_staff_are_not(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    for key in ("a" * 32, "b" * 32):
        comes_in(carla, key)
    carla.refresh_from_db()
    assert carla.web_sessions == 2
    assert carla.last_login_at
    assert client_actor_for(cast.olive.user, cast.firm) is None
    assert client_actor_for(carla.user, cast.rival) is None


def test_a_changed_address_ends_sessions_and_takes_back_what_waits(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    web_session = comes_in(carla)
    invite(cast.owner, cast.beta, people=[CARLA])
    change_email(cast.owner, carla, email="carla@new.example")
    web_session.refresh_from_db()
    assert web_session.ended_at
    assert Message.objects.get(kind="access-added").state == State.CANCELLED


def test_who_confirms_the_address_with_another_login_ends_the_sessions_of_the_one_before(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    change_email(cast.owner, carla, email="carla@new.example")
    web_session = comes_in(carla)
    leave()
    carla.refresh_from_db()
    accept(token_of(carla), user=login("carla@new.example"))
    web_session.refresh_from_db()
    assert web_session.ended_at
