"""A login carries away and sends in what a person would, and not what a program would."""

import pytest

from latchstring.web.common.limits import LIMITS
from tests.web.client_kit import browser_of
from tests.web.doorstep import let_in

EXPORT = "/clients/export.csv"


@pytest.fixture
def few(monkeypatch):
    for what in ("export", "sent-in"):
        monkeypatch.setitem(LIMITS, what, ((3, 600), (100, 600)))


def test_lists_are_carried_away_so_often_and_then_not(cast, few):
    olive = browser_of(cast.olive)
    assert [olive.get(EXPORT).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert "Try again in 10 minutes." in olive.get(EXPORT).content.decode()
    assert olive.get("/clients/").status_code == 200
    assert browser_of(cast.adam).get(EXPORT).status_code == 200


def test_a_client_sends_in_so_often_and_then_not(cast, few):
    carla = browser_of(let_in(cast.owner, cast.acme).user)
    answers = [carla.post("/portal/profile/", {"name": ""}).status_code for _ in range(4)]
    assert answers == [422, 422, 422, 429]
    assert carla.get("/portal/profile/").status_code == 200
