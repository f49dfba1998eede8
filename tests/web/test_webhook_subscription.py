"""Amazon's SNS asks whether it may tell us: yes, where it knows the password, with the key that sends."""

import base64
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest

from latchstring.config import mailers
from tests.web.test_webhooks import URL, use

TOPIC = "arn:aws:sns:us-west-2:123456789012:events"
ASKED = {"Type": "SubscriptionConfirmation", "MessageId": "n-1", "TopicArn": TOPIC, "Token": "t-1"}
CONFIRMED = b"<R><ConfirmSubscriptionResult><SubscriptionArn>a</SubscriptionArn></ConfirmSubscriptionResult></R>"


class Sns(BaseHTTPRequestHandler):
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
def sns(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Sns]]:
    use(settings, mailers.from_url("ses://key:secret@eu-west-1"), "portal:a pass word")
    heard = type("Heard", (Sns,), {"heard": []})
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with ThreadingHTTPServer(("127.0.0.1", 0), heard) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, daemon=True).start()
        yield heard
        server.shutdown()


def ask(client: Any, user: str = "") -> int:
    headers = {"x-amz-sns-message-type": ASKED["Type"], "x-amz-sns-message-id": ASKED["MessageId"]}
    if user:
        headers["Authorization"] = "Basic " + base64.b64encode(user.encode()).decode()
    status: int = client.post(URL, json.dumps(ASKED), content_type="text/plain", headers=headers).status_code
    return status


def test_a_subscription_is_confirmed_with_the_key_that_sends(sns, client, cast):
    assert ask(client, "portal:a pass word") == 200
    ((fields, signed),) = sns.heard
    assert (fields["Action"], fields["TopicArn"], fields["Token"]) == (["ConfirmSubscription"], [TOPIC], ["t-1"])
    assert "Credential=key/" in signed
    assert "/us-west-2/sns/" in signed


def test_without_the_password_nothing_is_confirmed(sns, client, cast):
    assert (ask(client), ask(client, "portal:wrong")) == (401, 400)
    assert sns.heard == []
