"""The page behind an invite to the team."""

import pytest
from django.test import Client as Browser

from latchstring.accounts.actions.cancel_team_invite import cancel_team_invite
from latchstring.accounts.actions.invite_member import invite_member
from latchstring.accounts.actions.resend_team_invite import resend_team_invite
from latchstring.accounts.models import TeamInvite, TeamMember, User
from latchstring.audit.models import Event
from latchstring.kernel import clock
from latchstring.policy.roles import Role
from tests.accounts.test_team_invite import link_of
from tests.web.client_kit import browser_of
from tests.web.doorstep import PASSWORD, log_in, logged_in_as, make_login

ADDRESS = "dev@alder-pike.example"


@pytest.fixture
def dev(cast):
    return invite_member(cast.owner, email=ADDRESS, name="Dev Mehta", role=Role.STAFF)


@pytest.fixture
def link(dev):
    return f"/join/{link_of(dev)}/"


def test_looking_changes_nothing_however_often(dev, link, client):
    before = Event.objects.count()
    for look in (client.get, client.head, client.get):
        assert look(link, headers={"User-Agent": "SafeLinks"}).status_code == 200
    assert client.options(link).status_code == 405
    dev.refresh_from_db()
    assert (dev.user, Event.objects.count(), TeamInvite.objects.get().accepted_at) == (None, before, None)


def test_a_new_person_joins_is_logged_in_and_at_home(dev, link, client):
    page = client.get(link)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "Olive has invited you." in page.content.decode()
    assert 'value="Dev Mehta"' in page.content.decode()
    answer = client.post(link, {"name": "Dev Mehta", "password": PASSWORD})
    assert answer.headers["Location"] == "/home/"
    assert logged_in_as(client).email == ADDRESS
    assert client.get("/home/").status_code == 200
    assert set(Event.objects.values_list("name", flat=True)) == {"member.invited", "member.joined", "login.succeeded"}
    assert client.get(link).headers["Location"] == "/"


def test_without_a_password_codes_are_used(dev, link, client):
    client.post(link, {"name": "Dev", "password": "", "without": "yes"})
    assert not User.objects.get(email=ADDRESS).has_usable_password()
    assert client.get("/home/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"password": "short"}, "too short"), ({"password": ""}, "Choose a password"), ({"name": ""}, "Enter your name.")],
)
def test_a_mistake_leaves_the_link_usable(dev, link, client, typed, sentence):
    answer = client.post(link, {"name": "Dev", "password": PASSWORD, **typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert client.post(link, {"name": "Dev", "password": PASSWORD}).status_code == 302


def test_who_has_a_login_logs_in_first_and_comes_back(dev, link, client):
    make_login(ADDRESS)
    assert "You already have a login" in client.get(link).content.decode()
    assert client.post(link).headers["Location"] == "/login/"
    assert f'value="{ADDRESS}"' in client.get("/login/").content.decode()
    assert log_in(client, ADDRESS).headers["Location"] == link
    assert TeamMember.objects.get(pk=dev.pk).user is None
    assert "You are logged in as" in client.get(link).content.decode()
    assert client.post(link).headers["Location"] == "/home/"
    assert client.get("/home/").status_code == 200


def test_somebody_else_is_asked_to_switch(cast, dev, link):
    browser = browser_of(cast.vic)
    page = browser.get(link).content.decode()
    assert ADDRESS in page
    assert cast.vic.user.email in page
    assert browser.post(link).headers["Location"] == link
    assert logged_in_as(browser) is None
    assert TeamMember.objects.get(pk=dev.pk).user is None


def expired(cast, dev):
    TeamInvite.objects.update(expires_at=clock.now())


def resent(cast, dev):
    resend_team_invite(cast.owner, dev.pk)


def cancelled(cast, dev):
    cancel_team_invite(cast.owner, dev.pk)


@pytest.mark.parametrize(
    ("end", "words"),
    [(expired, "This link has expired"), (resent, "A newer invite was sent"), (cancelled, "This link no longer works")],
)
def test_a_link_that_is_over_says_why_and_opens_nothing(cast, dev, link, client, end, words):
    end(cast, dev)
    assert client.get(link).status_code == 410
    answer = client.post(link, {"name": "Dev", "password": PASSWORD})
    assert answer.status_code == 410
    assert words in answer.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_link_of_nobody_is_not_there(cast, client):
    for token in ("t" * 43, "x", "t" * 500):
        assert client.get(f"/join/{token}/").status_code == 404
        assert client.post(f"/join/{token}/").status_code == 404


def test_a_link_opens_at_its_own_firm_only(cast, link):
    from latchstring.firms.models import Domain
    from latchstring.kernel import clock

    Domain.objects.create(firm=cast.rival, host="rival.example", verified_at=clock.now())
    browser = Browser(headers={"host": "rival.example"})
    assert browser.get(link).status_code == 404
    assert browser.post(link, {"name": "Dev", "password": PASSWORD}).status_code == 404


def test_a_portal_link_is_no_team_link(cast, client):
    from tests.web.doorstep import sent_token

    assert client.get(f"/join/{sent_token(cast.owner, cast.acme)}/").status_code == 404


def test_it_needs_the_token_of_its_form(link):
    assert Browser(enforce_csrf_checks=True).post(link, {"name": "Dev", "password": PASSWORD}).status_code == 403
