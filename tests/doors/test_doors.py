"""For every URL and every object id: nobody, another side, another firm, another client, a wrong role."""

import pytest
from django.test import Client as Browser
from django.urls import URLPattern, get_resolver, reverse

from latchstring.policy.actions import PERMISSION_NAMES
from latchstring.policy.roles import ALLOWED, Role
from tests.doors.table import DOORS
from tests.doors.world import built_once
from tests.web.client_kit import browser_of

ROLES = {"olive": Role.OWNER, "adam": Role.ADMIN, "stan": Role.STAFF, "sam": Role.STAFF_ASSIGNED, "vic": Role.VIEWER}
FIRM_WIDE = {
    "batch_id",
    "import_id",
    "change_id",
    "member_id",
    "token_id",
    "set_id",
    "licence",
    "domain_id",
    "alert_id",
    "template_id",
    "review_id",
}


def routes(patterns=None):
    """Every named route with its keyword names and its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name, sorted(pattern.pattern.converters), pattern.callback
        else:
            yield from routes(pattern.url_patterns)


ROUTES = {name: (keywords, view) for name, keywords, view in routes()}
STAFF = sorted(name for name in ROUTES if name in DOORS and DOORS[name].face == "staff")
CLIENT = sorted(name for name in ROUTES if name in DOORS and DOORS[name].face == "client")
ABOUT_A_CLIENT = sorted(name for name in STAFF if set(ROUTES[name][0]) - FIRM_WIDE)
PORTAL_FILES = [name for name in CLIENT if name.startswith("portal-file")]
WITH_IDS = sorted(name for name in STAFF if ROUTES[name][0])
METHODS = ("GET", "POST")


def knocks(names):
    """Every method that a door answers."""
    return [(name, method) for name in names for method in DOORS[name].methods.split()]


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The world, and the cookies of everybody in it."""
    with built_once(django_db_blocker) as world:
        yield world, {who: browser_of(user).cookies for who, user in world.users.items()}


@pytest.fixture
def world(built, db, name_server):
    return built[0]


@pytest.fixture
def knock(world, built):
    """Go to a door as somebody, with the ids of acme, beta or the rival; the answer comes back."""

    def answer(who, name, method, whose="acme"):
        browser = Browser(raise_request_exception=False)
        browser.cookies.update(built[1][who])
        ids = world.ids[whose]
        keywords = {key: ids.get(f"{DOORS[name].face}:{key}", ids[key]) for key in ROUTES[name][0]}
        return getattr(browser, method.lower())(reverse(name, kwargs=keywords))

    return answer


def needed(door, method):
    return door.reads if method == "GET" else door.writes


def test_every_route_has_a_row_and_every_row_a_route():
    assert set(ROUTES) == set(DOORS)


def test_each_view_stands_on_the_side_that_the_table_says():
    assert {name: view.door for name, (_, view) in ROUTES.items()} == {name: DOORS[name].face for name in ROUTES}


@pytest.mark.parametrize(("name", "method"), knocks(STAFF + CLIENT))
def test_nobody_is_sent_to_log_in(knock, name, method):
    answer = knock("nobody", name, method)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


@pytest.mark.parametrize(("name", "method"), knocks(STAFF))
def test_who_is_not_on_the_team_finds_no_page(knock, name, method):
    outsiders = ("rita", "carla", "ed", "una", "bill", "pia")
    assert {who: knock(who, name, method).status_code for who in outsiders} == dict.fromkeys(outsiders, 404)


@pytest.mark.parametrize(("name", "method"), knocks(WITH_IDS))
def test_another_firms_things_are_not_there(knock, name, method):
    assert knock("olive", name, method, whose="rival").status_code == 404


@pytest.mark.parametrize(("name", "method"), knocks(ABOUT_A_CLIENT))
def test_another_clients_things_are_not_there_for_scoped_staff(knock, name, method):
    assert knock("sam", name, method, whose="beta").status_code == 404


@pytest.mark.parametrize(("name", "method"), knocks(STAFF))
def test_a_role_without_the_permission_is_told_which_is_missing(knock, name, method):
    need = needed(DOORS[name], method)
    for who in (who for who, role in ROLES.items() if need and need not in ALLOWED[role]):
        answer = knock(who, name, method)
        assert answer.status_code == 403, who
        assert method == "HEAD" or PERMISSION_NAMES[need] in answer.content.decode(), who


@pytest.mark.parametrize("name", STAFF)
def test_the_owner_gets_in(knock, name):
    for method in METHODS:
        answer = knock("olive", name, method)
        if method in DOORS[name].methods:
            assert answer.status_code not in {403, 404, 405, 500}, answer.content[:500]
        else:
            assert answer.status_code == 405


@pytest.mark.parametrize("name", STAFF + CLIENT)
def test_what_is_behind_a_login_is_never_stored(knock, name):
    who = "olive" if name in STAFF else "carla"
    method = "GET" if "GET" in DOORS[name].methods else "POST"
    assert "no-store" in knock(who, name, method).get("Cache-Control", "")


@pytest.mark.parametrize(("name", "method"), knocks(CLIENT))
def test_who_has_no_access_finds_no_portal(knock, name, method):
    outsiders = ("olive", "rita", "rosa", "ed", "una", "pia")
    assert {who: knock(who, name, method).status_code for who in outsiders} == dict.fromkeys(outsiders, 404)


@pytest.mark.parametrize(("name", "method"), knocks([name for name in CLIENT if "client_id" in ROUTES[name][0]]))
def test_a_client_never_reaches_another_client(knock, name, method):
    assert knock("bob", name, method, whose="acme").status_code == 404
    assert knock("carla", name, method, whose="acme").status_code not in {403, 404, 405, 500}


@pytest.mark.parametrize(("name", "method"), knocks(PORTAL_FILES))
def test_who_has_access_to_billing_only_reaches_no_file(knock, name, method):
    """A page of files says that they are not included; a file itself is not there."""
    answer = knock("bill", name, method)
    assert answer.status_code == (404 if "document_id" in ROUTES[name][0] else 403)
    assert b"secret" not in answer.content
    if answer.status_code == 403 and method != "HEAD":
        assert "does not include Files" in answer.content.decode()


@pytest.mark.parametrize(("name", "method"), knocks([name for name in CLIENT if name.startswith("portal-people")]))
def test_who_has_access_to_billing_only_learns_nothing_of_the_others(knock, name, method):
    answer = knock("bill", name, method)
    assert answer.status_code == 403
    assert "does not include who else can see it" in answer.content.decode()


def test_the_rest_of_the_portal_is_open_to_who_has_access_to_a_part(knock):
    assert {knock("bill", name, "GET").status_code for name in ("portal-client", "portal-profile")} == {200}


PARENT_AND_CHILD = [name for name in WITH_IDS if {"client_id"} < set(ROUTES[name][0])]


@pytest.mark.parametrize("name", PARENT_AND_CHILD)
def test_a_child_of_another_parent_is_not_there(world, name):
    browser = Browser(raise_request_exception=False)
    browser.force_login(world.users["olive"], "latchstring.accounts.backend.Backend")
    keywords = {key: world.ids["beta" if key == "client_id" else "acme"][key] for key in ROUTES[name][0]}
    for method in DOORS[name].methods.split():
        assert getattr(browser, method.lower())(reverse(name, kwargs=keywords)).status_code == 404
