"""No line of the server's log holds a link that opens something."""

import logging

import pytest
from django.test import Client as Browser
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from latchstring.config.logs import without_secrets
from tests.web.client_kit import browser_of

TOKEN = "aV-3_kZ" * 6
PUBLIC = "latchstring.web.public.urls"


def routes(patterns, prefix=""):
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path


SECRET = sorted(path for path in routes(get_resolver(PUBLIC).url_patterns) if "<str:" in path)


def test_there_are_such_routes():
    assert {path.partition("/")[0] for path in SECRET} >= {"i", "s", "join", "forgot"}


@pytest.mark.parametrize("route", SECRET)
def test_the_secret_of_a_route_is_left_out_wherever_its_path_is_logged(route):
    before, _, rest = route.partition("<str:")
    path = f"/{before}{TOKEN}{rest.partition('>')[2]}"
    line = without_secrets(None, "", {"event": f"Unprocessable Content: {path}", "path": path, "status": 422})
    assert TOKEN not in str(line)
    assert line["path"].startswith(f"/{before}…")
    assert line["status"] == 422


def line_of(caplog):
    return next(record.msg for record in caplog.records if record.name == "latchstring.web")


@pytest.mark.parametrize(("path", "status"), [("/settings/team/", 403), ("/portal/", 404)])
def test_a_refusal_says_who_it_was_and_from_where(cast, caplog, path, status):
    vic = browser_of(cast.vic)
    with caplog.at_level(logging.INFO):
        assert vic.get(path).status_code == status
    line = line_of(caplog)
    assert (line["status"], line["login"], line["address"]) == (status, str(cast.vic.user_id), "127.0.0.1")


def test_a_stranger_is_an_address_and_what_goes_well_names_nobody(cast, caplog):
    with caplog.at_level(logging.INFO):
        Browser().post("/login/", {"email": "x"})
        assert (line_of(caplog)["login"], line_of(caplog)["address"]) == ("", "127.0.0.1")
        caplog.clear()
        browser_of(cast.olive).get("/home/")
        assert "login" not in line_of(caplog)
