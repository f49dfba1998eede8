"""Mail servers that want a password over TLS: they get it from us, and nobody whom we can't trust does."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from latchstring.config import mailers
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Outage, State
from tests.mail.dovecot import self_made
from tests.mail.smtp import Sink, free_port
from tests.mail.test_delivery import by_state, nothing

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")  # aiosmtpd takes no TLS before it for one
PASSWORD = "s:ec/ret@"
SCHEMES = pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])


class Door(Controller):
    """Nobody gets in without the password, nor over a connection in the clear; ``said`` is what was tried."""

    def __init__(self, scheme: str, folder: Any) -> None:
        self_made(folder)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
        hidden = scheme == "smtps"
        tls = {"ssl_context": context} if hidden else {"tls_context": context, "require_starttls": True}
        self.said: list[bytes] = []
        self.sink = Sink(port=free_port())
        asking = {"authenticator": self.judged, "auth_required": True, "auth_require_tls": not hidden}
        super().__init__(self.sink, "127.0.0.1", self.sink.port, **tls, **asking)

    def judged(self, server: Any, session: Any, envelope: Any, mechanism: str, who: LoginPassword) -> AuthResult:
        self.said += [who.login, who.password]
        return AuthResult(success=self.said[-2:] == [b"joan@firm.example", PASSWORD.encode()], handled=False)


@contextmanager
def opened(scheme: str, folder: Any, settings: Any, *, password: str = "s%3Aec%2Fret%40") -> Iterator[Door]:
    door = Door(scheme, folder)
    url = f"{scheme}://joan%40firm.example:{password}@127.0.0.1:{door.sink.port}"
    settings.MAILERS, settings.MAILBOX = {"default": mailers.from_url(url)}, False
    door.start()
    try:
        yield door
    finally:
        door.stop()


@SCHEMES
def test_who_is_trusted_gets_the_password_and_takes_the_emails(
    scheme, campaign, queue_n, settings, tmp_path, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    queue_n(3, campaign)
    with opened(scheme, tmp_path, settings) as door:
        assert deliver_due(nothing) == 3
    assert door.said == [b"joan@firm.example", PASSWORD.encode()]
    assert len(door.sink.received) == 3


@SCHEMES
def test_a_certificate_that_nobody_vouches_for_gets_no_password_and_everything_waits(
    scheme, campaign, queue_n, settings, tmp_path
):
    queue_n(2, campaign)
    with opened(scheme, tmp_path, settings) as door:
        assert deliver_due(nothing) == 0
    assert "self-signed certificate" in Outage.objects.get().reason
    assert (door.said, by_state()) == ([], {State.QUEUED: 2})


def test_a_password_that_is_refused_is_said_and_everything_waits(campaign, queue_n, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    queue_n(2, campaign)
    with opened("smtps", tmp_path, settings, password="wrong") as door:
        assert deliver_due(nothing) == 0
    assert Outage.objects.get().reason.startswith("The mail server refused our password. It said: 535")
    assert (door.sink.received, by_state()) == ([], {State.QUEUED: 2})
