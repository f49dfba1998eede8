"""Slow clients hold nobody up, and a form that is too large is refused before it is read."""

import http.client
import socket
from contextlib import ExitStack

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.security.proxy import MISSING, nginx, web_server
from tests.web.client_kit import browser_of

pytestmark = pytest.mark.slow
PROMPT = 20  # seconds, of which a quiet machine needs some thousandths; the slow ones take for ever
STATIC = "/static/small.css"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One process with one thread: whoever holds that one holds up everybody."""
    folder = tmp_path_factory.mktemp("slow")
    (folder / "static").mkdir()
    (folder / "static" / "small.css").write_text("body { margin: 0 }")
    with web_server(folder, LATCHSTRING_WEB_THREADS="1") as port:
        yield port


@pytest.fixture
def before(server, tmp_path):
    with nginx(tmp_path, before=server) as port:
        yield port


def get(port, path="/healthz"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PROMPT)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def line(stack, port, said):
    opened = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PROMPT))
    opened.sendall(said)
    return opened


def form(length, kind="multipart/form-data; boundary=x", path="/healthz", session=""):
    """The head of a form whose body never comes. With the cookie the check against forgery begins to read it."""
    cookies = f"csrf={'a' * 32}" + (f"; session={session}" if session else "")
    names = f"Host: localhost\r\nCookie: {cookies}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    return f"POST {path} HTTP/1.1\r\n{names}".encode()


HALF = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


def dribble(lines, letters=b"X-A"):
    for letter in letters:
        for each in lines:
            each.sendall(bytes([letter]))


def test_headers_that_come_a_byte_at_a_time_hold_no_thread(server):
    with ExitStack() as stack:
        dribble([line(stack, server, HALF) for _ in range(20)])
        assert get(server).status == 200


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
@pytest.mark.parametrize("begun", [HALF, form(1_000, "application/x-www-form-urlencoded")], ids=["headers", "bodies"])
def test_behind_a_proxy_hundreds_of_slow_ones_hold_up_nobody(before, begun):
    with ExitStack() as stack:
        dribble([line(stack, before, begun) for _ in range(300)])
        assert get(before).status == 200


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_a_form_beyond_the_limit_is_refused_before_a_byte_of_it_came(cast, live_server, kind):
    with ExitStack() as stack:
        opened = line(stack, live_server.thread.port, form(6_000_000, kind, "/login/"))
        assert opened.recv(65_536).startswith(b"HTTP/1.1 413 ")


def test_a_list_of_clients_may_be_large_for_who_is_logged_in(cast, live_server):
    """Up to 100 MB, and a little more, so that what is too large is told beside its field."""
    browser = browser_of(cast.olive)
    head = form(104_857_600 + 1_048_577, path="/clients/import/", session=browser.cookies["session"].value)
    with ExitStack() as stack:
        assert line(stack, live_server.thread.port, head).recv(65_536).startswith(b"HTTP/1.1 413 ")
    small = SimpleUploadedFile("clients.csv", b"x" * 6_000_000)
    assert browser.post("/clients/import/", {"file": small}).status_code == 422


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_static_files_are_kept_by_a_shared_cache(before):
    kept = [get(before, STATIC) for _ in range(2)]
    assert [each.status for each in kept] == [200, 200]
    assert [each.headers["X-Cache"] for each in kept] == ["MISS", "HIT"]
    assert "public" in kept[0].headers["Cache-Control"]
    assert "Set-Cookie" not in kept[0].headers
