"""A link that is open no more tells nothing of the login of its address: not by words, headers or statements."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from latchstring.accounts.models import User
from latchstring.kernel import clock
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.actions.resend import resend
from latchstring.portals.models import PortalUser
from tests.web.doorstep import let_in, make_login, sent_token

LOGINS = ("none", "active", "locked", "codes-only")


def has_login(address, kind):
    if kind == "none":
        return
    User.objects.filter(email=address).exists() or make_login(address)
    User.objects.filter(email=address).update(
        is_active=kind != "locked", **({"password": "!none"} if kind == "codes-only" else {})
    )


def looked_at(token, address):
    """Status, words and headers, without what is of this request or address alone, and the number of statements."""
    Browser().get("/login/")
    with CaptureQueriesContext(connection) as statements:
        answer = Browser().get(f"/i/{token}/")
    words = re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode()).replace(token, "").replace(address, "")
    own = {"X-Request-Id", "Content-Length"}
    headers = {name: value for name, value in answer.items() if name not in own}
    return answer.status_code, words, str(headers), len(statements)


def expired(cast, person):
    return time_machine.travel(clock.now() + timedelta(days=31))


def superseded(cast, person):
    resend(cast.owner, person)


def removed(cast, person):
    remove_access(cast.owner, person)


@pytest.mark.parametrize(("state", "status"), [(expired, 410), (superseded, 410), (removed, 410)])
def test_a_link_that_closed_says_the_same_whatever_login_its_address_has(cast, state, status):
    seen = set()
    for kind in LOGINS:
        address = f"{kind}@acme.example"
        token = sent_token(cast.owner, cast.acme, address, "Carla")
        has_login(address, kind)
        later = state(cast, PortalUser.objects.get(address=address))
        with later or time_machine.travel(clock.now(), tick=True):
            seen.add(looked_at(token, address))
    assert {each[0] for each in seen} == {status}
    assert len(seen) == 1


def test_a_link_that_was_used_says_the_same_whatever_became_of_the_login(cast):
    seen = set()
    for kind in LOGINS[1:]:
        address = f"{kind}@acme.example"
        token = sent_token(cast.owner, cast.acme, address, "Carla")
        let_in(cast.owner, cast.acme, address, "Carla")
        has_login(address, kind)
        seen.add(looked_at(token, address))
    assert [each[0] for each in seen] == [200]


def test_a_link_of_another_firm_is_as_unknown_as_one_that_never_was(cast):
    foreign = sent_token(cast.rival_owner, cast.rival_client, "x@acme.example", "Carla")
    seen = {looked_at(token, "x@acme.example") for token in (foreign, "x" * 43)}
    assert [each[0] for each in seen] == [404]
