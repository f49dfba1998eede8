"""The access doctor: the one reason somebody can't get in, and what mends it; codes by phone; reset second steps."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.test import Client as Browser

from latchstring.accounts.models import PhoneCode, TeamMember, User
from latchstring.audit.models import Event
from latchstring.clients.search import refresh
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.policy.actor import Refused
from latchstring.policy.roles import Role
from latchstring.portals.actions.log_person_out import log_person_out
from latchstring.portals.actions.read_code_out import read_code_out
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.reset_second_factor import reset_second_factor
from latchstring.portals.helping import CannotHelp
from latchstring.portals.models import Access, PortalUser
from tests.web import client_kit
from tests.web.client_kit import ago, browser_of
from tests.web.doorstep import CARLA, ask_code, enter_code, let_in, log_in, logged_in_as
from tests.web.factor_kit import with_app

PAGE = "/clients/access-doctor/"


def says(member, query=CARLA):
    return browser_of(member).get(PAGE, {"q": query}).content.decode()


def read_by(member, person):
    return shown(browser_of(member).post(f"{PAGE}{person.pk}/code/", follow=True))


def shown(answer):
    page = answer.content.decode()
    return page.split('read-out">')[1].split("<")[0].replace(" ", "")


def waiting(cast, **moments):
    return client_kit.let_in(cast.olive, cast.acme, "ana@books.example", "Ana Reyes", **moments)


def test_nothing_stands_in_the_way(cast, carla):
    page = says(cast.olive)
    assert "Nothing stands in the way. They can log in." in page
    assert "Read them a code on the phone" in page


def test_who_was_never_invited(cast):
    page = says(cast.olive, "luis")
    assert "Nobody has invited this contact yet." in page
    assert f"/clients/{cast.acme.pk}/portal/" in page


def test_an_email_brings_its_owner_and_not_the_others_of_the_client(cast, carla):
    waiting(cast, sent_at=ago(days=1))
    refresh([cast.acme.pk])
    assert ("Carla" in says(cast.olive), "Ana Reyes" in says(cast.olive)) == (True, False)
    page = says(cast.olive, cast.acme.name)
    assert ("Carla" in page, "Ana Reyes" in page) == (True, True)


def test_who_has_not_accepted_and_whose_invite_is_over(cast):
    waiting(cast, sent_at=ago(days=1))
    assert "have not accepted it yet" in says(cast.olive, "ana")
    PortalUser.objects.update(expires_at=ago(days=1))
    page = says(cast.olive, "ana@books")
    assert ("Their invite has expired." in page, "Send the invite again" in page) == (True, True)


def test_whose_access_was_removed_ended_or_archived(cast, carla):
    Access.objects.update(ends_at=ago(days=1))
    assert "Their access ended on its last day." in says(cast.olive)
    Access.objects.update(ends_at=None)
    cast.acme.inactive_at = ago(days=1)
    cast.acme.save()
    assert "The client is archived" in says(cast.olive)
    cast.acme.inactive_at = None
    cast.acme.save()
    remove_access(cast.owner, carla)
    page = says(cast.olive)
    assert ("Their access was removed." in page, "Give the access back" in page) == (True, True)


def test_whose_email_comes_back(cast, carla):
    PortalUser.objects.update(email_inactive_at=ago(days=2), email_inactive_reason="The mailbox does not exist.")
    page = says(cast.olive)
    assert all(words in page for words in ("Email to this address comes back.", "The mailbox does not exist."))
    assert "Read them a code on the phone" in page


def test_whose_login_is_locked(cast, carla):
    User.objects.filter(pk=carla.user_id).update(is_active=False)
    assert "Their login is locked." in says(cast.olive)


def test_who_tried_too_often_may_try_again(client, cast, carla):
    for _ in range(10):
        log_in(Browser(), password="wrong wrong wrong")
    assert log_in(client).status_code == 429
    assert "Too many wrong tries." in says(cast.olive)
    browser_of(cast.olive).post(f"{PAGE}{carla.pk}/forgive/")
    log_in(client)
    assert logged_in_as(client)
    assert Event.objects.get(name="login.tries_forgiven").person_id == carla.pk


def test_scoped_staff_find_their_own_clients_only(cast, carla):
    let_in(cast.owner, cast.beta, "bob@beta.example", "Bob Beta")
    assert "Nothing stands in the way" in says(cast.sam)
    for query in ("bob", "beta"):
        page = says(cast.sam, query)
        assert ("bob@beta.example" in page, "Nobody here has that name or email." in page) == (False, True)


def test_another_firm_finds_nobody(cast, carla):
    with pytest.raises(Refused):
        read_code_out(cast.rival_owner, carla)


def test_a_code_read_out_opens_once_where_an_emailed_one_would(client, cast, carla):
    code = read_by(cast.olive, carla)
    assert code not in str(PhoneCode.objects.values())
    ask_code(client)
    assert enter_code(client, code)["Location"] == "/portal/"
    assert logged_in_as(client) == carla.user
    assert Event.objects.get(name="login.code_read_out").actor_id == cast.olive.pk
    assert Event.objects.get(name="login.succeeded").detail["how"] == "phone"
    assert Message.objects.filter(kind="code-read-out", to_address=CARLA).count() == 1
    other = Browser()
    ask_code(other)
    assert enter_code(other, code).status_code == 422


def test_who_came_by_it_changes_nothing_of_the_login_itself(client, cast, carla):
    """Whoever heard the code, at the firm too, could else keep the login, which may open other firms."""
    User.objects.filter(pk=carla.user_id).update(password=make_password(None))
    ask_code(client)
    assert enter_code(client, read_by(cast.olive, carla))["Location"] == "/portal/"
    for page in ("second/app/", "second/passkey/", "password/"):
        assert client.get(f"/portal/profile/{page}").headers.get("Location", "").startswith("/login/confirm/"), page


def test_it_lives_for_twenty_minutes_and_dies_by_the_next_one(client, cast, carla):
    old, new = read_by(cast.olive, carla), read_by(cast.olive, carla)
    ask_code(client)
    assert enter_code(client, old).status_code == 422
    with time_machine.travel(clock.now() + timedelta(minutes=20, seconds=1)):
        ask_code(client)
        assert enter_code(client, new).status_code == 422


def test_loading_the_page_again_shows_the_same_code_while_it_is_good_to_who_made_it(client, cast, carla):
    page, olive, adam = f"{PAGE}{carla.pk}/code/", browser_of(cast.olive), browser_of(cast.adam)
    code = shown(olive.post(page, follow=True))
    assert [shown(olive.get(page)), shown(olive.get(page))] == [code, code]
    assert adam.get(page)["Location"] == f"{PAGE}?q=carla%40acme.example"
    assert PhoneCode.objects.count() == 1
    ask_code(client)
    enter_code(client, code)
    assert olive.get(page)["Location"] == f"{PAGE}?q=carla%40acme.example"
    assert len({shown(olive.post(page, follow=True)) for _ in range(3)}) == 3


def test_it_is_for_this_login_and_does_not_spare_the_second_step(client, cast, carla):
    let_in(cast.owner, cast.beta, "bob@beta.example", "Bob")
    with_app(carla.user)
    code = read_by(cast.olive, carla)
    ask_code(client, "bob@beta.example")
    assert enter_code(client, code).status_code == 422
    ask_code(client)
    assert enter_code(client, code)["Location"] == "/login/second/"


def test_five_codes_a_day_and_no_more(cast, carla):
    for _ in range(5):
        read_code_out(cast.owner, carla)
    with pytest.raises(CannotHelp):
        read_code_out(cast.owner, carla)


@pytest.mark.parametrize("act", [read_code_out, reset_second_factor])
def test_nobody_gets_into_a_colleagues_login_that_way(cast, carla, act):
    with_app(carla.user)
    TeamMember.objects.create(firm=cast.rival, user=carla.user, name="Carla", role=Role.STAFF)
    with pytest.raises(CannotHelp):
        act(cast.owner, carla)
    assert Authenticator.objects.count() == 2
    assert not PhoneCode.objects.exists()


@pytest.mark.parametrize("act", [read_code_out, reset_second_factor])
def test_a_viewer_and_somebody_elses_staff_may_not(cast, carla, act):
    with_app(carla.user)
    bob = let_in(cast.owner, cast.beta, "bob@beta.example", "Bob")
    for actor, person in ((cast.viewer, carla), (cast.staff, bob)):
        with pytest.raises(Refused):
            act(actor, person)


def test_a_second_step_is_reset_noted_and_told(cast, carla):
    with_app(carla.user)
    hers = browser_of(carla.user)
    olive = browser_of(cast.olive)
    assert "Reset the second step" in says(cast.olive)
    assert "make sure that it is" in olive.get(f"{PAGE}{carla.pk}/second-step/").content.decode()
    assert olive.post(f"{PAGE}{carla.pk}/second-step/")["Location"] == f"{PAGE}?q=carla%40acme.example"
    assert not Authenticator.objects.exists()
    assert logged_in_as(hers) is None
    assert Event.objects.get(name="factor.reset").person_id == carla.pk
    assert Message.objects.get(kind="factor-reset").to_address == CARLA
    assert reset_second_factor(cast.owner, carla) is False


def test_another_firm_that_knows_the_login_has_it_in_its_log(cast, carla):
    with_app(carla.user)
    elsewhere = let_in(cast.rival_owner, cast.rival_client, "carla2@acme.example", "Carla")
    PortalUser.objects.filter(pk=elsewhere.pk).update(user=carla.user)
    reset_second_factor(cast.owner, carla)
    assert Event.objects.get(name="factor.reset", firm=cast.rival).person_id == elsewhere.pk


def test_who_lost_a_tablet_is_logged_out_everywhere(cast, carla):
    tablet, phone = browser_of(carla.user), browser_of(carla.user)
    answer = browser_of(cast.olive).post(f"{PAGE}{carla.pk}/log-out/", follow=True)
    assert "Carla Acme is logged out everywhere" in answer.content.decode()
    assert [logged_in_as(each) for each in (tablet, phone)] == [None, None]
    assert Event.objects.get(name="login.ended_by").detail["count"] == 2
    assert log_person_out(cast.owner, carla) == 0
    assert log_in(Browser())["Location"] == "/portal/"


def test_nobody_logs_out_whom_they_may_not_help(cast, carla):
    tablet = browser_of(carla.user)
    for actor in (cast.viewer, cast.rival_owner):
        with pytest.raises(Refused):
            log_person_out(actor, carla)
    assert logged_in_as(tablet)
