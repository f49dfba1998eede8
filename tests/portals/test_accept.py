"""The link in an invite: what it opens, and accepting it."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from latchstring.accounts.models import User
from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.mail.models import MailLink, Message, State
from latchstring.portals.actions.accept import LinkClosed, WrongLogin, accept, look
from latchstring.portals.actions.change_email import change_email
from latchstring.portals.actions.decline import decline
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.record_login import record_login
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend
from latchstring.portals.actions.send_newest import send_newest, send_to_address
from latchstring.portals.actors import client_actor_for
from latchstring.portals.models import Access, Invite, Phase, PortalUser
from tests.cast import Cast, make_cast
from tests.portals.people import CARLA, LUIS, accepted, assert_counts_true, invited, leave, login, newest, token_of

NOBODY = "x" * 43


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
    with time_machine.travel(newest(carla).expires_at + timedelta(seconds=1)):
        assert look(token).state == "expired"
        with pytest.raises(LinkClosed, match="expired"):
            accept(token, user=login(carla.address))
    assert Access.objects.get().accepted_at is None


def test_the_firm_says_how_long_a_link_lasts(cast: Cast) -> None:
    cast.firm.invite_days = 2
    cast.firm.save()
    carla = invited(cast.owner, cast.acme)
    assert timedelta(days=1, hours=23) < newest(carla).expires_at - clock.now() <= timedelta(days=2)


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
    store.create()
    web_session = record_login(carla.user, cast.firm, session_key=store.session_key)
    assert web_session is not None
    remove_access(cast.owner, carla)
    web_session.refresh_from_db()
    assert web_session.ended_at
    assert not Session.objects.filter(session_key=store.session_key).exists()


def test_sessions_last_while_another_client_is_open(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    invite(cast.owner, cast.beta, people=[CARLA])
    web_session = record_login(carla.user, cast.firm, session_key="k" * 32)
    remove_access(cast.owner, carla, client=cast.acme)
    web_session.refresh_from_db()
    assert web_session.ended_at is None
    actor = client_actor_for(carla.user, cast.firm)
    assert actor is not None
    assert actor.client_ids == {cast.beta.pk}


def test_logins_are_counted_and_staff_are_not(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    for key in ("a" * 32, "b" * 32):
        record_login(carla.user, cast.firm, session_key=key)
    carla.refresh_from_db()
    assert carla.web_sessions == 2
    assert carla.last_login_at
    assert record_login(cast.olive.user, cast.firm, session_key="c" * 32) is None
    assert record_login(carla.user, cast.rival, session_key="d" * 32) is None


def test_declining_kills_the_link_and_tells_who_invited(cast: Cast) -> None:
    carla = invited(cast.owner, cast.acme)
    token = token_of(carla)
    assert decline(token)
    assert look(token).state == "removed"
    assert not decline(token)
    told = Message.objects.latest("pk")
    assert (told.kind, told.to_address) == ("declined", cast.olive.user.email)
    assert Event.objects.filter(name="invite.declined").count() == 1
    carla.refresh_from_db()
    assert carla.phase == Phase.REMOVED
    assert_counts_true(cast.firm)


def test_a_changed_address_is_confirmed_by_its_own_link(cast: Cast) -> None:
    carla = accepted(cast.owner, cast.acme)
    old_user, old = carla.user, token_of(carla)
    change_email(cast.owner, carla, email="carla@new.example")
    leave()
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


def test_a_cancelled_email_says_why(cast: Cast) -> None:
    invite(cast.owner, cast.acme, people=[CARLA])
    remove_access(cast.owner, PortalUser.objects.get())
    message = Message.objects.get()
    assert (message.state, message.reason) == (State.CANCELLED, "Access was removed.")
