"""A function whose licence is missing answers 403 with the licence's name, at every one of its doors."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from latchstring.accounts.models import TeamMember
from latchstring.policy.licences import LICENCE_NAMES, LICENCE_OF, Licence
from tests.doors.table import DOORS
from tests.doors.test_doors import ROUTES, knocks, needed
from tests.doors.world import make_world

LICENSED = [
    (name, method)
    for name, method in knocks(sorted(ROUTES))
    if DOORS[name].face == "staff" and needed(DOORS[name], method) in LICENCE_OF
]
PORTAL = [(name, method) for name, method in knocks(sorted(ROUTES)) if name.startswith("portal-file")]


@pytest.fixture
def knock(cast):
    world = make_world(cast)

    def answer(who, name, method):
        browser = Browser(raise_request_exception=False, headers={"Tus-Resumable": "1.0.0"})
        browser.force_login(world.users[who], "latchstring.accounts.backend.Backend")
        ids = world.ids["acme"]
        face = DOORS[name].face
        keywords = {key: ids.get(f"{face}:{key}", ids.get(key)) for key in ROUTES[name][0]}
        return getattr(browser, method.lower())(reverse(name, kwargs=keywords))

    return answer


def test_there_are_such_doors():
    assert len(LICENSED) > 10
    assert len(PORTAL) > 3


def test_what_the_firm_has_switched_off_is_refused_to_the_owner_by_its_name(cast, knock):
    cast.firm.switched_on = []
    cast.firm.save()
    told = {}
    for name, method in LICENSED:
        answer = knock("olive", name, method)
        licence = LICENCE_NAMES[LICENCE_OF[needed(DOORS[name], method)]]
        told[name, method] = answer.status_code, method == "HEAD" or licence in answer.content.decode()
    assert told == dict.fromkeys(LICENSED, (403, True))


def test_who_has_no_seat_is_refused_and_others_are_not(cast, knock):
    TeamMember.objects.filter(pk=cast.olive.pk).update(seats=[each for each in Licence if each is not Licence.FILES])
    assert {knock("olive", name, method).status_code for name, method in LICENSED} == {403}
    assert knock("adam", "files", "GET").status_code == 200


def test_clients_of_a_firm_without_files_are_refused(cast, knock):
    cast.firm.switched_on = []
    cast.firm.save()
    told = {(name, method): knock("carla", name, method).status_code for name, method in PORTAL}
    assert told == dict.fromkeys(PORTAL, 403)


def test_what_is_not_licensed_is_not_offered(cast, knock):
    assert 'href="/files/"' in knock("olive", "home", "GET").content.decode()
    cast.firm.switched_on = []
    cast.firm.save()
    for who, name in (("olive", "home"), ("olive", "client"), ("carla", "portal-client")):
        answer = knock(who, name, "GET")
        assert answer.status_code == 200, name
        assert "/files/" not in answer.content.decode(), name
