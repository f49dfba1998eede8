"""View as client: what one person sees, limited by what the team member sees, and nothing can be changed."""

from copy import deepcopy
from uuid import uuid4

import pytest
from django.urls import reverse

from latchstring.accounts.actions.change_password import change_password
from latchstring.accounts.actions.end_session import end_other_sessions, end_session
from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.audit.record import record
from latchstring.clients.models import Assignment
from latchstring.kernel import clock
from latchstring.policy.actor import OnlyLooking
from latchstring.portals.actions.change_profile import change_profile
from latchstring.portals.actors import viewing_actor_for
from latchstring.portals.models import Access, PortalUser, WebSession
from tests.doors.table import DOORS
from tests.doors.test_doors import CLIENT, ROUTES
from tests.doors.world import built_once
from tests.web.client_kit import browser_of

WRITES = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with built_once(django_db_blocker) as world:
        yield world


@pytest.fixture
def world(built, db):
    return deepcopy(built)


@pytest.fixture
def cast(world):
    return world.cast


@pytest.fixture
def carla(world):
    return Access.objects.select_related("person", "client").get(pk=world.ids["acme"]["access_id"])


def begin(browser, access):
    return browser.post(reverse("view-as", args=[access.client_id, access.pk]))


@pytest.fixture
def sam(cast, carla):
    browser = browser_of(cast.sam)
    assert begin(browser, carla).headers["Location"] == f"/portal/{carla.client_id}/"
    return browser


def test_the_portal_is_shown_as_the_person_with_a_banner(sam, carla):
    html = sam.get(f"/portal/{carla.client_id}/").content.decode()
    assert "You see the portal as <strong>Carla</strong> does." in html
    assert "Stop viewing" in html
    assert carla.client.name in html
    assert 'action="/logout/"' not in html


def test_beginning_and_ending_are_in_the_log_under_the_one_who_looked(cast, sam, carla):
    answer = sam.post("/view-as/stop/")
    assert answer.headers["Location"] == f"/clients/{carla.client_id}/"
    began, ended = Event.objects.filter(name__startswith="portal.").order_by("id")
    assert (began.name, ended.name) == ("portal.viewed_as", "portal.view_ended")
    for event in (began, ended):
        assert (event.actor_id, event.actor_name, event.actor_kind) == (cast.sam.pk, "Sam", "staff")
        assert (event.person_id, event.client_id) == (carla.person_id, carla.client_id)
    assert sam.get("/portal/").status_code == 404


@pytest.mark.parametrize("name", CLIENT)
def test_every_write_is_refused_by_every_route_of_the_portal(world, sam, name):
    ids = world.ids["acme"]
    keywords = {key: ids.get(f"client:{key}", ids[key]) for key in ROUTES[name][0]}
    before = (Event.objects.count(), *PortalUser.objects.order_by("pk").values_list())
    for method in WRITES:
        answer = getattr(sam, method.lower())(reverse(name, kwargs=keywords), {"name": "Mallory", "new": "x" * 20})
        assert answer.status_code in {403, 405}, (method, answer.status_code)
        if method in DOORS[name].methods.split():
            assert answer.status_code == 403
            assert "Nothing can be changed" in answer.content.decode()
    assert (Event.objects.count(), *PortalUser.objects.order_by("pk").values_list()) == before


def test_the_password_page_is_not_even_shown(sam):
    assert sam.get("/portal/profile/password/").status_code == 403


def test_it_is_no_login_and_no_web_session_of_the_person(sam, carla):
    sam.get("/portal/")
    person = PortalUser.objects.get(pk=carla.person_id)
    assert (person.last_login_at, person.web_sessions, WebSession.objects.count()) == (None, 0, 0)
    assert not Event.objects.filter(name__startswith="login.").exists()


def test_only_clients_that_both_can_see_are_open(cast, world, sam, carla):
    bobs = Access.objects.get(pk=world.ids["beta"]["access_id"])
    Access.objects.create(
        firm=cast.firm, person_id=carla.person_id, client=cast.beta, expires_at=clock.now(), accepted_at=clock.now()
    )
    assert sam.get(f"/portal/{cast.acme.pk}/").status_code == 200
    assert "Beta Farms" not in sam.get(f"/portal/{cast.acme.pk}/").content.decode()
    assert sam.get(f"/portal/{cast.beta.pk}/").status_code == 404
    assert begin(browser_of(cast.sam), bobs).status_code == 404
    assert begin(browser_of(cast.olive), bobs).status_code == 302


def test_who_may_not_is_told_what_is_missing(cast, carla):
    answer = begin(browser_of(cast.vic), carla)
    assert answer.status_code == 403
    assert "view as client" in answer.content.decode()


def test_looking_at_the_page_of_the_button_does_nothing(cast, carla):
    browser = browser_of(cast.sam)
    assert browser.get(reverse("view-as", args=[carla.client_id, carla.pk])).status_code == 405
    assert browser.get("/portal/").status_code == 404


@pytest.mark.parametrize("standing", [{"accepted_at": None}, {"removed_at": clock.now()}])
def test_who_has_nothing_open_can_not_be_viewed_as(cast, carla, standing):
    Access.objects.filter(pk=carla.pk).update(**standing)
    answer = begin(browser_of(cast.sam), carla)
    assert answer.status_code == 409
    assert "Carla has no portal here to look at yet." in answer.content.decode()
    assert not Event.objects.filter(name__startswith="portal.").exists()


def deactivated(cast, carla):
    TeamMember.objects.filter(pk=cast.sam.pk).update(deactivated_at=clock.now())


def access_removed(cast, carla):
    Access.objects.filter(pk=carla.pk).update(removed_at=clock.now())


def client_inactive(cast, carla):
    cast.acme.inactive_at = clock.now()
    cast.acme.save()


def unassigned(cast, carla):
    Assignment.objects.filter(member_id=cast.sam.pk).delete()


def permission_gone(cast, carla):
    less = PermissionSet.objects.create(firm=cast.firm, name="Less", actions=["client:view"], all_clients=True)
    TeamMember.objects.filter(pk=cast.sam.pk).update(permission_set=less)


@pytest.mark.parametrize("end", [deactivated, access_removed, client_inactive, unassigned, permission_gone])
def test_it_ends_on_the_next_request(cast, carla, sam, end):
    assert sam.get(f"/portal/{carla.client_id}/").status_code == 200
    end(cast, carla)
    assert sam.get(f"/portal/{carla.client_id}/").status_code == 404
    assert "viewing" not in sam.session


def test_it_ends_with_the_session_of_the_team_member(sam, carla):
    sam.post("/logout/")
    assert sam.get(f"/portal/{carla.client_id}/").status_code == 302
    assert sam.get(f"/portal/{carla.client_id}/").headers["Location"].startswith("/login/")


def test_who_is_on_the_team_and_a_client_too_gets_the_own_portal_back(cast, world, carla):
    browser = browser_of(cast.sam)
    bob = Access.objects.get(pk=world.ids["beta"]["access_id"]).person
    PortalUser.objects.filter(pk=bob.pk).update(user=cast.sam.user)
    assert browser.get(f"/portal/{cast.beta.pk}/").status_code == 200
    begin(browser, carla)
    assert browser.get(f"/portal/{cast.beta.pk}/").status_code == 404
    browser.post("/view-as/stop/")
    assert "You see the portal as" not in browser.get(f"/portal/{cast.beta.pk}/").content.decode()


def test_stopping_without_having_begun_leads_home(cast):
    before = Event.objects.count()
    assert browser_of(cast.sam).post("/view-as/stop/").headers["Location"] == "/home/"
    assert Event.objects.count() == before


def test_the_actions_refuse_it_too(cast, carla):
    viewing = viewing_actor_for(cast.staff, carla.person_id)
    with pytest.raises(OnlyLooking):
        change_profile(viewing, name="Mallory", phone="", time_zone="")
    with pytest.raises(OnlyLooking):
        change_password(viewing, current="", new="a kettle on the stove")
    with pytest.raises(OnlyLooking):
        end_session(viewing, uuid4())
    with pytest.raises(OnlyLooking):
        end_other_sessions(viewing, current="")
    assert not Event.objects.filter(name__in=["profile.changed", "password.changed"]).exists()


def test_what_the_looking_records_names_the_one_who_looked(cast, carla):
    record(viewing_actor_for(cast.staff, carla.person_id), Name.FILE_VIEWED, name="W-2.pdf")
    event = Event.objects.order_by("-id").first()
    assert (event.actor_kind, event.actor_id, event.actor_name) == ("staff", cast.sam.pk, "Sam")
    assert event.detail == {"name": "W-2.pdf", "viewing_as": "Carla"}
