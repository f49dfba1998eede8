"""Amazon's SNS asks whether it may tell us: yes, with the key that sends, if it signed that and has the password."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest

from latchstring.config import mailers
from tests.web.sns_kit import HOST, TOPIC, post
from tests.web.test_webhooks import URL, use

ASKED = {
    "Type": "SubscriptionConfirmation", "MessageId": "n-1", "Token": "t-1",
    "Message": "You have chosen to subscribe.", "SubscribeURL": f"https://{HOST}/?Action=ConfirmSubscription",
}  # fmt: skip
USER = "portal:a pass word"
CONFIRMED = b"<R><ConfirmSubscriptionResult><SubscriptionArn>a</SubscriptionArn></ConfirmSubscriptionResult></R>"


class Api(BaseHTTPRequestHandler):
    """``heard``: each call's fields, and who signed it."""

    heard: list[tuple[dict[str, list[str]], str]]

    def do_POST(self) -> None:
        fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.heard.append((fields, self.headers["Authorization"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONFIRMED)))
        self.end_headers()
        self.wfile.write(CONFIRMED)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def api(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Api]]:
    use(settings, mailers.from_url("ses://key:secret@eu-west-1"), USER)
    heard = type("Heard", (Api,), {"heard": []})
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with ThreadingHTTPServer(("127.0.0.1", 0), heard) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, daemon=True).start()
        yield heard
        server.shutdown()


@pytest.fixture
def ask(client: Any, sns: Any) -> Any:
    return lambda user="", **how: post(client, URL, sns.signed(ASKED, **how), user).status_code


def test_a_subscription_is_confirmed_with_the_key_that_sends(api, ask, cast):
    assert ask(USER) == 200
    ((fields, signed),) = api.heard
    assert (fields["Action"], fields["TopicArn"], fields["Token"]) == (["ConfirmSubscription"], [TOPIC], ["t-1"])
    assert "Credential=key/" in signed
    assert "/us-west-2/sns/" in signed


def test_without_the_password_or_the_signature_nothing_is_confirmed(api, ask, cast):
    assert (ask(), ask("portal:wrong"), ask(USER, by="a stranger")) == (401, 400, 400)
    assert api.heard == []
