"""That a link was opened is told by the first press of a button, which robots that follow links never make."""

import re

import pytest

from latchstring.audit.models import Event
from latchstring.portals.actions.note_opened import note_opened
from latchstring.portals.models import Invite, PortalUser
from latchstring.portals.queries.link import look
from tests.rows import every_row
from tests.web.client_kit import browser_of
from tests.web.doorstep import CARLA, PASSWORD, sent_token
from tests.web.manager_kit import body

FORM = {"name": "Carla Acme", "password": PASSWORD}


@pytest.fixture
def link(cast):
    return f"/i/{sent_token(cast.owner, cast.acme)}/"


def told(name="invite.opened"):
    return Event.objects.filter(name=name, person_id=PortalUser.objects.get(address=CARLA).pk)


def stations(member):
    person = PortalUser.objects.get(address=CARLA)
    page = body(browser_of(member).get(f"/clients/portals/users/{person.pk}/"))
    drawn = re.findall(r'<li data-stand="(\w+)">.*?way-name">([^<]+)<', page)
    return {name: stand for stand, name in drawn}


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_is_not_opening_however_often(client, cast, link, method):
    for _ in range(20):
        getattr(client, method)(link, headers={"User-Agent": "Mozilla/5.0"})
    assert Invite.objects.get().opened_at is None
    assert not told().exists()
    assert stations(cast.olive)["Link opened"] == "open"


def test_the_first_press_opens_it_once_even_with_a_mistake(client, cast, link):
    for _ in range(2):
        assert client.post(link, {"name": "", "password": "short"}).status_code == 422
    opened = Invite.objects.get().opened_at
    assert opened
    assert told().count() == 1
    assert stations(cast.sam)["Link opened"] == "done"
    client.post(link, FORM)
    spent = Invite.objects.get()
    assert spent.opened_at == opened
    assert spent.accepted_at
    assert told().count() == 1


def test_two_who_press_at_once_open_it_once(cast, link):
    seen_by_both = look(link.split("/")[2])
    assert [note_opened(seen_by_both), note_opened(seen_by_both)] == [True, False]
    assert told().count() == 1


@pytest.mark.parametrize("button", ["decline/", "newest/"])
def test_every_button_counts(client, link, button):
    client.post(f"{link}{button}")
    assert told().count() == 1


def test_a_link_of_nobody_writes_nothing(client, cast):
    client.post(f"/i/{'x' * 43}/", FORM)
    assert not Event.objects.filter(name="invite.opened").exists()


def test_the_way_ends_with_an_account_and_the_first_login_for_all_who_see_the_person(client, cast, link):
    client.post(link, FORM)
    assert link.split("/")[2] not in every_row()
    assert told("login.made").count() == 1
    for member in (cast.olive, cast.sam):
        way = stations(member)
        assert list(way) == ["Queued", "Sent", "Delivered", "Link opened", "Account made", "First login"]
        assert {way[name] for name in ("Queued", "Link opened", "Account made", "First login")} == {"done"}
        person = PortalUser.objects.get(address=CARLA)
        page = body(browser_of(member).get(f"/clients/portals/users/{person.pk}/"))
        for sentence in ("opened the link of the invite", "made an account", "logged in."):
            assert sentence in page
