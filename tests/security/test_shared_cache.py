"""Behind a careless shared cache nobody is served what was fetched by somebody else."""

import http.client
import re

import pytest

from tests.files.kit import PDF, sent
from tests.security.proxy import MISSING, nginx
from tests.web.client_kit import browser_of
from tests.web.file_kit import come_in, firm_url, share_now

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(MISSING), reason=MISSING)]


@pytest.fixture
def fetch(live_server, tmp_path):
    """``fetch(path, browser)`` through nginx, with the cookies of a test browser or none."""
    with nginx(tmp_path, before=live_server.thread.port) as port:

        def through(path, browser=None):
            cookies = {name: morsel.value for name, morsel in browser.cookies.items()} if browser else {}
            sent_along = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", path, headers={"Host": "testserver", **sent_along})
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            return answer, body

        yield through


def test_a_page_and_a_file_of_one_person_reach_no_other(cast, fetch):
    _, carla = come_in(cast, cast.acme)
    _, bob = come_in(cast, cast.beta, "bob@beta.example", "Bob Beta")
    document = share_now(sent(cast.owner, cast.acme))
    for path in ("/portal/profile/", firm_url("portal-files", cast.acme)):
        hers, page = fetch(path, carla)
        assert (hers.status, hers.headers["Cache-Control"], hers.headers["X-Cache"]) == (200, "no-store", "MISS")
        for other in (bob, None):
            theirs, instead = fetch(path, other)
            assert theirs.headers["X-Cache"] == "MISS"
            assert instead != page
            assert b"carla" not in instead.lower()
    file = firm_url("portal-file-download", cast.acme, document)
    answer, content = fetch(file, carla)
    assert (answer.status, answer.headers["Cache-Control"], content) == (200, "no-store", PDF)
    assert [fetch(file, other)[0].status for other in (bob, None)] == [404, 302]


def test_a_login_page_and_its_cookie_are_for_one_browser(cast, fetch):
    first, page = fetch("/login/")
    second, other = fetch("/login/")
    token = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
    assert first.headers["Cache-Control"] == second.headers["Cache-Control"] == "no-store"
    assert first.headers["Set-Cookie"] != second.headers["Set-Cookie"]
    assert token.search(page)[1] != token.search(other)[1]


def test_a_page_of_the_team_is_not_found_by_a_client(cast, fetch):
    assert fetch("/home/", browser_of(cast.olive))[0].status == 200
    _, carla = come_in(cast, cast.acme)
    assert fetch("/home/", carla)[0].status == 404


def test_what_is_the_same_for_everybody_is_kept(cast, fetch):
    assert [fetch("/brand.css")[0].headers["X-Cache"] for _ in range(2)] == ["MISS", "HIT"]
