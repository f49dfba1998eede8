"""Pages for what went wrong say what happened, what to do, and lead back."""

from types import ModuleType
from uuid import uuid4

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client as Browser
from django.urls import path

from latchstring.accounts.models import PermissionSet, User
from latchstring.config import urls
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.portals.models import Access, PortalUser
from latchstring.web.common.doors import client_door, public_door, staff_door
from tests.web.client_kit import browser_of, let_in


@public_door
def broken(request):
    raise RuntimeError("secret detail")


@staff_door
def refusing(request):
    request.actor.require(Action.PORTALS_MANAGE)


@staff_door
def unlicensed(request):
    request.actor.require(Action.FILES_VIEW)


@client_door
def unlicensed_portal(request):
    request.actor.require(Action.FILES_VIEW)


@public_door
def suspicious(request):
    raise SuspiciousOperation("secret detail")


@public_door
def too_late(request):
    Access.objects.get(pk=uuid4())


@pytest.fixture
def odd_urls(settings):
    odd = ModuleType("odd")
    vars(odd).update(vars(urls))
    mine = [
        path("broken/", broken), path("late/", too_late), path("refusing/", refusing), path("odd/", suspicious),
        path("filing/", unlicensed), path("portal/filing/", unlicensed_portal),
    ]  # fmt: skip
    odd.urlpatterns = [*urls.urlpatterns, *mine]
    settings.ROOT_URLCONF = odd


def page(url, status, browser=None, **headers):
    answer = (browser or Browser(raise_request_exception=False)).get(url, **headers)
    assert answer.status_code == status
    text = answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ui/css/app.css" in text
    assert "secret detail" not in text
    return text


def test_a_page_that_is_not_there(cast):
    text = page("/nothing-here/", 404)
    assert "<h1>There is nothing here</h1>" in text
    assert 'href="/"' in text


def test_a_page_that_breaks(cast, odd_urls):
    assert "Something broke on our side" in page("/broken/", 500)


def test_what_is_gone_when_a_form_about_it_arrives_is_not_there(cast, odd_urls):
    answer = Browser(raise_request_exception=False).post("/late/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()
    page("/late/", 500)


def test_a_request_that_makes_no_sense(cast, odd_urls):
    assert "did not arrive whole" in page("/odd/", 400)


def test_a_refusal_names_the_permission_and_who_can_give_it(cast, odd_urls):
    text = page("/refusing/", 403, browser_of(cast.vic))
    assert "“manage client portals”" in text
    assert "Adam or Olive can give it to you." in text
    assert "Rita" not in text


def test_a_function_that_the_firm_has_off_names_the_licence_and_who_can_switch_it_on(cast, odd_urls):
    cast.firm.switched_on = ["esign"]
    cast.firm.save()
    text = page("/filing/", 403, browser_of(cast.vic))
    assert "<h1>Files is not switched on</h1>" in text
    assert "licence “Files”" in text
    assert "Adam or Olive can switch it on in Settings, under Licences." in text


def test_who_has_no_seat_is_told_who_can_give_one(cast, odd_urls):
    cast.vic.seats = ["esign"]
    cast.vic.save()
    text = page("/filing/", 403, browser_of(cast.vic))
    assert "<h1>You have no seat for Files</h1>" in text
    assert "Adam or Olive can give you a seat" in text


def test_a_client_of_a_firm_without_the_licence_is_told_its_name_and_no_names_of_the_team(cast, odd_urls):
    person = let_in(cast.olive, cast.acme, "carla@acme.example", "Carla").person
    person.user = User.objects.create_user("carla@acme.example")
    person.save()
    Access.objects.filter(person=person).update(accepted_at=clock.now())
    browser = Browser()
    browser.force_login(person.user, "latchstring.accounts.backend.Backend")
    assert browser.get("/portal/").status_code == 302
    cast.firm.switched_on = []
    cast.firm.save()
    text = page("/portal/filing/", 403, browser)
    assert "“Files”" in text
    assert "Olive" not in text


def test_a_permission_set_counts_when_it_is_said_who_can_give_it(cast, odd_urls):
    cast.adam.permission_set = PermissionSet.objects.create(firm=cast.firm, name="Less", actions=["client:view"])
    cast.adam.save()
    cast.sam.permission_set = PermissionSet.objects.create(firm=cast.firm, name="More", actions=["team:manage"])
    cast.sam.save()
    assert "<p>Olive or Sam can give it to you." in page("/refusing/", 403, browser_of(cast.vic))


def test_who_has_left_can_give_nothing(cast, odd_urls):
    cast.adam.deactivated_at = clock.now()
    cast.adam.save()
    assert "<p>Olive can give it to you." in page("/refusing/", 403, browser_of(cast.sam))


def test_a_form_without_its_token_changes_nothing_and_says_why(cast):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(cast.olive.user, "latchstring.accounts.backend.Backend")
    answer = browser.post("/profile/", {"name": "Mallory"})
    assert answer.status_code == 403
    assert "This page was open too long" in answer.content.decode()
    cast.olive.refresh_from_db()
    assert cast.olive.name == "Olive"


def test_whoever_is_in_keeps_the_navigation_of_their_side_and_a_stranger_gets_none(cast, odd_urls):
    for place, status in (("/nothing-here/", 404), ("/refusing/", 403), (f"/clients/{cast.rival_client.pk}/", 404)):
        assert 'aria-label="Global"' in page(place, status, browser_of(cast.vic)), place
    access = let_in(cast.olive, cast.acme, "carla@acme.example", "Carla")
    carla = User.objects.create_user("carla@acme.example")
    for place, who in (("/nothing-here/", carla), ("/nothing-here/", None), ("/portal/nothing/", cast.vic)):
        text = page(place, 404, browser_of(who))
        assert 'aria-label="Global"' not in text, place
        assert 'aria-label="Portal"' not in text, place
    Access.objects.filter(pk=access.pk).update(accepted_at=clock.now())
    PortalUser.objects.filter(pk=access.person_id).update(user=carla)
    files = f"/portal/{cast.acme.pk}/files/"
    for place in ("/nothing-here/", "/portal/nothing/", f"{files}{uuid4()}/", f"/portal/{cast.beta.pk}/"):
        text = page(place, 404, browser_of(carla))
        assert 'aria-label="Portal"' in text, place
        assert f'href="{files}"' in text, place
        assert 'aria-label="Global"' not in text, place
