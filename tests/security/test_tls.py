"""The proxy as docs/nginx.conf sets it up: what it refuses to speak, and where it sends whom."""

import http.client
import re
import socket
import ssl

import pytest

from tests.security.proxy import MISSING, documented_nginx, web_server

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(MISSING), reason=MISSING)]
NAME = "portal.example.com"
PROMPT = 20


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """Its folder, its port in the clear, its port with TLS."""
    folder = tmp_path_factory.mktemp("tls")
    settings = {
        "LATCHSTRING_BASE_URL": f"https://{NAME}",
        "LATCHSTRING_TRUSTED_PROXIES": "1",
        "LATCHSTRING_WEB_THREADS": "1",
    }
    with web_server(folder, **settings) as behind, documented_nginx(folder, before=behind) as (plain, secret):
        yield folder, plain, secret


def trusting(folder):
    context = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def handshake(proxy, context):
    with socket.create_connection(("127.0.0.1", proxy[2]), PROMPT) as line, context.wrap_socket(
        line, server_hostname=NAME
    ) as made:  # fmt: skip
        return made.version(), made.cipher()[0]


@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
def test_the_recommended_versions_are_spoken_with_forward_secrecy_and_authenticated_ciphers(proxy, version):
    context = trusting(proxy[0])
    context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    _, cipher = handshake(proxy, context)
    assert re.search("GCM|CHACHA20", cipher)
    assert cipher.startswith(("ECDHE", "TLS_"))


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_an_old_version_is_refused(proxy):
    context = trusting(proxy[0])
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, ConnectionError)):
        handshake(proxy, context)


@pytest.mark.parametrize("ciphers", ["ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA", "AES128-GCM-SHA256"])
def test_an_old_cipher_is_refused(proxy, ciphers):
    context = trusting(proxy[0])
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises((ssl.SSLError, ConnectionError)):
        handshake(proxy, context)


def asked(connection, method, path):
    connection.request(method, path, headers={"Host": NAME})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_who_looks_in_the_clear_is_sent_to_https_and_what_is_sent_in_the_clear_is_refused(proxy):
    def plain():
        return http.client.HTTPConnection("127.0.0.1", proxy[1], timeout=PROMPT)

    answer = asked(plain(), "GET", "/login/?next=/home/")
    assert (answer.status, answer.headers["Location"]) == (308, f"https://{NAME}/login/?next=/home/")
    assert asked(plain(), "POST", "/login/").status == 403


def test_by_https_the_server_answers_and_asks_to_be_found_there_for_a_year(proxy):
    line = socket.create_connection(("127.0.0.1", proxy[2]), PROMPT)
    connection = http.client.HTTPConnection(NAME, timeout=PROMPT)
    connection.sock = trusting(proxy[0]).wrap_socket(line, server_hostname=NAME)
    answer = asked(connection, "GET", "/healthz")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


TWO_LENGTHS = b"Content-Length: 5\r\nContent-Length: 44\r\n"
LENGTH_AND_CHUNKS = b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"
TWO_CODINGS = b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"
HIDDEN = b"0\r\n\r\nGET /readyz HTTP/1.1\r\nHost: portal.example.com\r\n\r\n"


@pytest.mark.parametrize(
    "lengths", [TWO_LENGTHS, LENGTH_AND_CHUNKS, TWO_CODINGS], ids=["lengths", "length-and-chunks", "codings"]
)
def test_a_request_with_two_ends_is_refused_and_hides_no_other(proxy, lengths):
    said = b"POST /healthz HTTP/1.1\r\nHost: " + NAME.encode() + b"\r\n" + lengths + b"\r\n" + HIDDEN
    with (
        socket.create_connection(("127.0.0.1", proxy[2]), PROMPT) as line,
        trusting(proxy[0]).wrap_socket(line, server_hostname=NAME) as made,
    ):
        made.sendall(said)
        answer = b""
        while piece := made.recv(65_536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1
