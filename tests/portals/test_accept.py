"""Accepting an invite: who is let in, once, and to what."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from latchstring.accounts.models import User
from latchstring.audit.models import Event
from latchstring.mail.models import Message
from latchstring.portals.actions.accept import WrongLogin, accept, look
from latchstring.portals.actions.change_email import change_email
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import Access, Phase
from tests.cast import Cast, make_cast
from tests.portals.people import accepted, assert_counts_true, invited, leave, login, token_of


def test_accepting_lets_the_login_in_and_spends_the_link(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    token, user = token_of(carla), login(carla.address)
    assert client_actor_for(user, cast.firm) is None
    acceptance = accept(token, user=user, name="Carla B. Acme")
    assert (acceptance.client_ids, acceptance.already) == ({cast.acme.pk}, False)
    carla.refresh_from_db()
    assert (carla.user, carla.name, carla.phase) == (user, "Carla B. Acme", Phase.ACTIVE)
    assert look(token).state == "accepted"
    actor = client_actor_for(user, cast.firm)
    assert actor is not None
    assert actor.client_ids == {cast.acme.pk}
    assert Event.objects.filter(name="access.accepted", person_id=carla.pk, client_id=cast.acme.pk).count() == 1
    assert_counts_true(cast.firm)


def test_one_link_accepts_every_client_that_waits_at_this_firm_only(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    invited(cast.owner, cast.beta)
    invited(cast.rival_owner, cast.rival_client)
    assert accept(token_of(carla), user=login(carla.address)).client_ids == {cast.acme.pk, cast.beta.pk}
    assert Access.objects.filter(client=cast.rival_client, accepted_at=None).exists()
    assert client_actor_for(login(carla.address), cast.rival) is None


def test_the_second_accept_sees_that_it_is_done(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    token, user = token_of(carla), login(carla.address)
    accept(token, user=user)
    assert accept(token, user=user).already
    assert Event.objects.filter(name="access.accepted").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_accepts_at_once_make_one_access_and_one_audit_row() -> None:
    cast = make_cast()
    carla = invited(cast.owner, cast.acme)
    token, user = token_of(carla), login(carla.address)
    barrier, results = Barrier(6), []

    def press() -> None:
        barrier.wait()
        results.append(accept(token, user=user).already)
        connection.close()

    threads = [Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, True, True, True, True, True]
    assert Access.objects.count() == 1
    assert Event.objects.filter(name="access.accepted").count() == 1
    assert_counts_true(cast.firm)


def test_somebody_else_is_named_with_both_addresses_and_not_let_in(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    token, other = token_of(carla), login("luis@acme.example")
    state = look(token, other)
    assert (state.state, state.address, state.logged_in_as) == ("open", "carla@acme.example", "luis@acme.example")
    with pytest.raises(WrongLogin, match=r"carla@acme\.example.*luis@acme\.example"):
        accept(token, user=other)
    carla.refresh_from_db()
    assert carla.user is None
    assert look(token).state == "open"


def test_the_page_knows_whether_the_address_has_a_login(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    assert not look(token_of(carla)).has_login
    login(carla.address)
    assert look(token_of(carla)).has_login


def test_a_changed_address_is_confirmed_by_its_own_link(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    old_user, old = carla.user, token_of(carla)
    change_email(cast.owner, carla, email="carla@new.example")
    leave()
    assert Message.objects.get(to_address="carla@new.example").letter.subject.startswith("Confirm")
    assert look(old).state == "removed"
    assert client_actor_for(old_user, cast.firm) is not None
    new_user = login("carla@new.example")
    assert look(token_of(carla)).state == "open"
    accept(token_of(carla), user=new_user)
    assert client_actor_for(old_user, cast.firm) is None
    actor = client_actor_for(new_user, cast.firm)
    assert actor is not None
    assert actor.client_ids == {cast.acme.pk}
    assert look(token_of(carla)).state == "accepted"
    assert_counts_true(cast.firm)


def test_a_failed_transaction_leaves_the_link_usable(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    token = token_of(carla)
    with pytest.raises(WrongLogin):
        accept(token, user=User.objects.create_user("else@acme.example"))
    assert not accept(token, user=login(carla.address)).already


def test_a_link_re_minted_on_a_retry_is_the_same_invite(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    first, second = token_of(carla), token_of(carla)
    accept(second, user=login(carla.address))
    assert look(first).state == "accepted"
