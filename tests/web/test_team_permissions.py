"""Permission sets, licences and seats."""

import re

import pytest

from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.firms.models import Firm
from tests.web.client_kit import browser_of
from tests.web.team_kit import LICENCES, SETS, TEAM, typed, url


@pytest.fixture
def olive(cast):
    return browser_of(cast.olive)


def test_a_role_is_copied_changed_given_and_deleted(cast, olive):
    copied = olive.get(f"{SETS}new/?from=viewer").content.decode()
    assert 'value="Viewer, copy"' in copied
    assert re.findall(r'value="(\S+)"[^>]*checked', copied) == ["all", "client:view", "files:view"]
    answer = olive.post(f"{SETS}new/", {"name": "Desk", "clients": "all", "actions": ["client:view", "invite:send"]})
    assert answer.status_code == 302
    desk = PermissionSet.objects.get()
    olive.post(url("member", cast.vic), typed(cast.vic, role=str(desk.pk)))
    cast.vic.refresh_from_db()
    assert cast.vic.permission_set == desk
    assert "Desk" in olive.get(TEAM).content.decode()
    assert "Vic" in olive.get(SETS).content.decode()
    assert olive.post(f"{SETS}{desk.pk}/delete/").status_code == 409
    olive.post(url("member", cast.vic), typed(cast.vic, role="viewer"))
    olive.post(f"{SETS}{desk.pk}/delete/")
    assert not PermissionSet.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"clients": "none"}, {"clients": ""}, {"actions": ["world:rule"]}, {"name": "y" * 70}]
)
def test_a_wrong_permission_set_is_explained_and_kept(cast, olive, wrong):
    answer = olive.post(f"{SETS}new/", {"name": "Desk", "clients": "all", "actions": ["client:view"], **wrong})
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert not PermissionSet.objects.exists()


def test_licences_are_switched_and_seats_given(cast, olive):
    page = " ".join(olive.get(LICENCES).content.decode().split())
    assert "4 of 4 people have a seat" in page
    olive.post(f"{LICENCES}esign/switch/")
    assert "esign" not in Firm.objects.get(pk=cast.firm.pk).switched_on
    olive.post(f"{LICENCES}esign/switch/", {"on": "yes"})
    assert "esign" in Firm.objects.get(pk=cast.firm.pk).switched_on
    olive.post(f"{LICENCES}files/seats/", {"seat": [str(cast.olive.pk), str(cast.rita.pk), "x"]})
    having = [each.name for each in TeamMember.objects.filter(firm=cast.firm).order_by("name") if "files" in each.seats]
    assert having == ["Olive"]
    assert olive.post(f"{LICENCES}client-management/switch/").status_code == 409
    assert olive.post(f"{LICENCES}gold/switch/").status_code == 404
