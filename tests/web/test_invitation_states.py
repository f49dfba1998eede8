"""A link that is open no more says so, and offers what can be done."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client as Browser

from latchstring.accounts.models import User
from latchstring.clients.actions.deactivate import deactivate
from latchstring.firms.models import Domain
from latchstring.kernel import clock
from latchstring.mail.models import Message
from latchstring.portals.actions.accept import LinkClosed
from latchstring.portals.actions.accept_new import accept_new
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend
from latchstring.portals.models import Access, Invite, PortalUser
from tests.web.doorstep import CARLA, PASSWORD, logged_in_as, make_login, sent_token, token_of

FORM = {"name": "Carla Acme", "password": PASSWORD}


@pytest.fixture
def link(cast):
    return f"/i/{sent_token(cast.owner, cast.acme)}/"


def carla():
    return PortalUser.objects.get(address=CARLA)


def nobody_came_in(browser):
    return logged_in_as(browser) is None and not User.objects.filter(email=CARLA).exists()


def test_an_expired_link_offers_a_new_one(client, link):
    with time_machine.travel(clock.now() + timedelta(days=30, minutes=1)):
        answer = client.get(link)
        assert answer.status_code == 410
        assert "This link has expired" in answer.content.decode()
        assert "Send me a new one" in answer.content.decode()
        assert client.post(link, FORM).status_code == 410
        assert nobody_came_in(client)


def test_a_link_works_until_its_last_day(client, link):
    with time_machine.travel(clock.now() + timedelta(days=29, hours=23)):
        assert client.post(link, FORM)["Location"] == "/portal/"


def test_the_new_one_goes_to_the_invited_address_only(client, link):
    with time_machine.travel(clock.now() + timedelta(days=31)):
        answer = client.post(f"{link}newest/", {"email": "mallory@evil.example"})
        assert answer["Location"] == link
        assert Invite.objects.count() == 2
        assert set(Message.objects.values_list("to_address", flat=True)) == {CARLA}
        assert client.post(f"/i/{token_of(CARLA)}/", FORM)["Location"] == "/portal/"


def test_asking_for_a_new_one_is_answered_the_same_whatever_the_link_is(client, link):
    answers = set()
    with time_machine.travel(clock.now() + timedelta(days=31)):
        for each in (link, f"/i/{'x' * 43}/"):
            answer = client.post(f"{each}newest/")
            said = [str(message) for message in get_messages(answer.wsgi_request)]
            answers.add((answer.status_code, said[-1], answer["Location"] == each))
            client.cookies.clear()
    assert len(answers) == 1
    assert len(Message.objects.all()) == 2


def test_an_older_link_names_the_day_of_the_newer_one(client, cast, link):
    resend(cast.owner, carla())
    answer = client.get(link)
    assert answer.status_code == 410
    assert "A newer invitation was sent" in answer.content.decode()
    assert f'action="{link}newest/"' in answer.content.decode()
    assert client.post(link, FORM).status_code == 410
    assert nobody_came_in(client)
    client.post(f"{link}newest/")
    assert client.get(f"/i/{token_of(CARLA)}/").status_code == 200


def test_a_link_of_removed_access_opens_nothing(client, cast, link):
    remove_access(cast.owner, carla())
    answer = client.get(link)
    assert (answer.status_code, "Send me a new one" in answer.content.decode()) == (410, False)
    assert client.post(link, FORM).status_code == 410
    before = Message.objects.count()
    client.post(f"{link}newest/")
    assert Message.objects.count() == before
    assert nobody_came_in(client)


def test_a_link_to_an_inactive_client_opens_nothing(client, cast, link):
    deactivate(cast.owner, cast.acme)
    assert client.post(link, FORM).status_code == 410
    assert nobody_came_in(client)


def test_an_accepted_link_is_the_login_page_with_the_address_filled_in(client, link):
    Browser().post(link, FORM)
    page = client.get(link).content.decode()
    assert "You have already accepted" in page
    assert f'value="{CARLA}"' in page
    assert 'action="/login/"' in page
    answer = client.post(link, FORM, follow=True)
    assert "You have already accepted" in answer.content.decode()
    assert logged_in_as(client) is None


def test_an_accepted_link_leads_who_is_logged_in_to_the_portal(client, link):
    client.post(link, FORM)
    assert client.get(link)["Location"] == "/portal/"
    assert client.post(link)["Location"] == "/portal/"
    assert Access.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "t" * 43, "t" * 42 + "é", "%00" * 3, "." * 43, "a" * 5000])
def test_a_link_that_is_not_ours_says_so(client, cast, token):
    answer = client.get(f"/i/{token}/")
    assert answer.status_code == 404
    assert "This link does not work" in answer.content.decode()
    assert client.post(f"/i/{token}/", FORM).status_code == 404
    assert client.post(f"/i/{token}/decline/").status_code == 302


def test_a_link_of_another_firm_is_unknown_here(client, cast, link):
    Domain.objects.create(firm=cast.rival, host="portal.rival.example", verified_at=clock.now())
    assert client.get(link, headers={"Host": "portal.rival.example"}).status_code == 404
    assert client.post(link, FORM, headers={"Host": "portal.rival.example"}).status_code == 404
    assert nobody_came_in(client)


def test_not_me_tells_the_firm_and_kills_the_link(client, cast, link):
    answer = client.post(f"{link}decline/", follow=True)
    assert "The firm knows" in answer.content.decode()
    assert client.post(link, FORM).status_code == 410
    assert Message.objects.filter(kind="declined", to_address=cast.olive.user.email).count() == 1
    assert nobody_came_in(client)


@pytest.mark.parametrize("part", ["newest/", "decline/"])
def test_asking_and_declining_take_a_post_of_our_own_page(client, link, part):
    assert client.get(link + part).status_code == 405
    assert Browser(enforce_csrf_checks=True).post(link + part).status_code == 403


def test_new_links_are_asked_for_three_times_and_then_not(client, link):
    with time_machine.travel(clock.now() + timedelta(days=31)):
        for _ in range(3):
            assert client.post(f"{link}newest/").status_code == 302
        refused = client.post(f"{link}newest/")
    assert refused.status_code == 429
    assert "Try again in" in refused.content.decode()


def test_a_login_made_meanwhile_is_asked_for_first(client, link):
    make_login(CARLA)
    client.post(link, FORM)
    assert logged_in_as(client) is None
    assert not Access.objects.filter(accepted_at__isnull=False).exists()


def test_a_link_that_closes_at_the_last_moment_makes_no_login(cast, link):
    remove_access(cast.owner, carla())
    with pytest.raises(LinkClosed):
        accept_new(link.split("/")[2], firm=cast.acme.firm, name="Carla", password=PASSWORD)
    assert not User.objects.filter(email=CARLA).exists()
