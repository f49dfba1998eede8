"""For every operation of the schema and every id: no token, a dead one, a session, another firm, client or role."""

import json

import pytest
from django.test import Client as Browser
from django.urls import get_resolver

from latchstring.accounts.models import ApiToken, TeamMember
from latchstring.kernel import clock, tokens
from latchstring.policy.actions import PERMISSION_NAMES
from latchstring.policy.licences import LICENCE_NAMES, LICENCE_OF
from latchstring.policy.roles import ALLOWED
from tests.doors.api_world import OPERATIONS, address, body_of, name_of, tokens_of
from tests.doors.table import DOORS
from tests.doors.test_doors import ROLES, ROUTES, needed
from tests.doors.world import built_once
from tests.web.client_kit import BACKEND

WITH_IDS = [each for each in OPERATIONS if "{" in each[0] or each[0].endswith("/invites")]
each_operation = pytest.mark.parametrize(("path", "method", "scope"), OPERATIONS)
each_with_ids = pytest.mark.parametrize(("path", "method", "scope"), WITH_IDS)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with built_once(django_db_blocker) as world:
        yield world, tokens_of(world)


@pytest.fixture
def knock(built, db):
    """Send an operation as somebody, or with any token, with the ids of acme, beta or the rival."""
    world, made = built

    def answer(who, path, method, whose="acme", browser=None):
        ids = world.ids[whose]
        browser = browser or Browser(raise_request_exception=False)
        headers = {"Authorization": f"Bearer {made.get(who, who)}"} if who else {}
        where, body = address(path, ids), json.dumps(body_of(path, ids))
        kind = {"data": body, "content_type": "application/json"} if method == "POST" else {}
        found = getattr(browser, method.lower())(where, headers=headers, **kind)
        if found.status_code >= 400:
            assert found["Content-Type"] == "application/problem+json"
            assert found.json()["status"] == found.status_code
        return found

    knock = answer
    knock.world, knock.made = world, made
    return knock


def test_every_row_of_the_api_is_an_operation_of_the_schema(built):
    rows = {(name, method) for name, door in DOORS.items() if door.face == "api" for method in door.methods.split()}
    assert {(name_of(path, built[0].ids["acme"]), method) for path, method, _ in OPERATIONS} == rows
    assert {name for name in ROUTES if name.startswith("api-")} == {name for name, _ in rows}
    assert get_resolver().resolve("/api/v1/openapi.json").url_name == "openapi-json"


@each_operation
def test_without_a_token_that_is_good_nobody_comes_in(knock, path, method, scope):
    ApiToken.objects.filter(digest=tokens.digest(knock.made["adam"])).update(revoked_at=clock.now())
    ApiToken.objects.filter(digest=tokens.digest(knock.made["stan"])).update(expires_at=clock.now())
    TeamMember.objects.filter(pk=knock.world.cast.vic.pk).update(deactivated_at=clock.now())
    for who in ("", "t" * 43, "adam", "stan", "vic", "rita"):
        answer = knock(who, path, method)
        assert answer.status_code == 401, who
        assert answer["WWW-Authenticate"].startswith("Bearer")


@each_operation
def test_no_session_opens_the_api(knock, path, method, scope):
    for who in ("olive", "carla", "ed"):
        browser = Browser()
        browser.force_login(knock.world.users[who], BACKEND)
        assert knock("", path, method, browser=browser).status_code == 401


@each_with_ids
def test_what_is_not_theirs_is_not_there(knock, path, method, scope):
    assert knock("olive", path, method, whose="rival").status_code == 404
    assert knock("sam", path, method, whose="beta").status_code == 404


@each_operation
def test_a_role_without_the_permission_is_told_which_is_missing(knock, path, method, scope):
    need = needed(DOORS[name_of(path, knock.world.ids["acme"])], method)
    for who in (who for who, role in ROLES.items() if need not in ALLOWED[role]):
        answer = knock(who, path, method)
        assert answer.status_code == 403, who
        assert PERMISSION_NAMES[need] in answer.json()["detail"]
        assert "Olive can give it to you" in answer.json()["detail"]


@each_operation
def test_a_token_without_the_scope_is_told_which_is_missing(knock, path, method, scope):
    answer = knock(f"olive:{scope}", path, method)
    assert answer.status_code == 403
    assert f"“{scope}”" in answer.json()["detail"]
    assert "insufficient_scope" in answer["WWW-Authenticate"]


@each_operation
def test_the_owner_gets_in_and_nothing_is_stored_on_the_way(knock, path, method, scope):
    answer = knock("olive", path, method)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    other = {"GET": "POST", "POST": "GET"}[method]
    assert knock("olive", path, other).status_code == 405


@each_operation
def test_what_the_firm_has_switched_off_is_refused_by_its_name(knock, path, method, scope):
    need = needed(DOORS[name_of(path, knock.world.ids["acme"])], method)
    if need not in LICENCE_OF:
        return
    knock.world.cast.firm.__class__.objects.filter(pk=knock.world.cast.firm.pk).update(switched_on=[])
    answer = knock("olive", path, method)
    assert (answer.status_code, LICENCE_NAMES[LICENCE_OF[need]] in answer.json()["detail"]) == (403, True)
