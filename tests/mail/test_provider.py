"""Email by a provider's interface: a server on loopback that answers as Postmark's does."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from latchstring.config import mailers
from latchstring.kernel import plans, underway
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import AddressState, Message, Outage, State
from tests.mail.provider_kit import answer
from tests.mail.smtp import free_port
from tests.mail.test_delivery import by_state, nothing

INACTIVE = {
    "ErrorCode": 406,
    "Message": "You tried to send to a recipient that has been marked as inactive. Found inactive addresses: "
    "client1@mail.example. Inactive recipients are ones that have generated a hard bounce, a spam complaint, "
    "or a manual suppression.",
}
TAKEN = {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc2f4a-e38e-4336-af7d-e6c392c2f817"}


class Postmark(BaseHTTPRequestHandler):
    """``taken`` is what it took, ``says`` its status and words for an address, or for all of them as ""."""

    taken: list[dict[str, Any]]
    says: dict[str, tuple[int, dict[str, Any]]]

    def do_POST(self) -> None:
        email = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        to = email["To"].split("<")[-1].strip(">")
        status, words = self.says.get("") or self.says.get(to) or (200, TAKEN | {"To": email["To"]})
        if status == 200:
            self.taken.append(email | {"token": self.headers["X-Postmark-Server-Token"], "path": self.path})
        answer(self, status, json.dumps(words).encode())

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def postmark(settings: Any) -> Iterator[type[Postmark]]:
    heard = type("Heard", (Postmark,), {"taken": [], "says": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), heard) as server:
        use(settings, server.server_port)
        Thread(target=server.serve_forever, daemon=True).start()
        yield heard
        server.shutdown()


def use(settings: Any, port: int) -> None:
    mailer = mailers.from_url(f"postmark://to%2Fken@?api_url=http://127.0.0.1:{port}/")
    settings.MAILERS, settings.MAILBOX, settings.ANYMAIL = {"default": mailer}, False, mailers.anymail(mailer, "")


def test_each_email_is_handed_over_once_and_whole(postmark, campaign, queue_n):
    messages = queue_n(3, campaign)
    assert deliver_due(nothing) == 3
    assert by_state() == {State.SENT: 3}
    assert sorted(each["To"] for each in postmark.taken) == [f"Client {i} <client{i}@mail.example>" for i in range(3)]
    first = next(each for each in postmark.taken if "client0@" in each["To"])
    assert (first["token"], first["path"]) == ("to/ken", "/email")
    assert first["Subject"] == "Welcome, Ana0"
    assert "your portal: http" in first["TextBody"]
    assert '<a href="http' in first["HtmlBody"]
    headers = {each["Name"]: each["Value"] for each in first["Headers"]}
    assert messages[0].pk.hex in headers["Message-ID"]
    assert first["Metadata"]


def test_an_email_is_handed_over_only_once_the_outcome_of_the_one_before_is_written(
    postmark, campaign, queue_n, monkeypatch
):
    taken_then: list[int] = []

    def start_slowly(statement, values):
        def finish() -> None:
            taken_then.append(len(postmark.taken))
            plans.run(statement, values)

        return finish

    monkeypatch.setattr(underway, "start", start_slowly)
    queue_n(3, campaign)
    assert deliver_due(nothing) == 3
    assert taken_then == [1, 2, 3]


def test_an_address_that_the_provider_has_given_up_is_dead_and_the_others_get_theirs(postmark, campaign, queue_n):
    postmark.says["client1@mail.example"] = 422, INACTIVE
    queue_n(3, campaign)
    assert deliver_due(nothing) == 2
    assert by_state() == {State.SENT: 2, State.INACTIVE: 1}
    assert AddressState.objects.get().address == "client1@mail.example"


@pytest.mark.parametrize("status", [408, 429])
def test_a_provider_that_is_busy_is_asked_again_for_that_email(postmark, campaign, queue_n, status):
    postmark.says["client1@mail.example"] = status, {"ErrorCode": 100, "Message": "Maintenance"}
    queue_n(2, campaign)
    assert deliver_due(nothing) == 1
    assert by_state() == {State.SENT: 1, State.DEFERRED: 1}
    message = Message.objects.get(state=State.DEFERRED)
    assert (message.attempts, message.unanswered) == (1, 0)


def test_a_provider_that_fails_over_three_in_a_row_is_left_alone_and_the_rest_waits(postmark, campaign, queue_n):
    postmark.says[""] = 503, {"ErrorCode": 100, "Message": "Maintenance"}
    queue_n(5, campaign)
    assert deliver_due(nothing) == 0
    assert Outage.objects.get().reason.startswith("The email provider fails again and again. It said:")
    assert by_state() == {State.DEFERRED: 3, State.QUEUED: 2}


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused_is_said_and_everything_waits(postmark, campaign, queue_n, status):
    postmark.says[""] = status, {"ErrorCode": 10, "Message": "Bad or missing API token"}
    queue_n(2, campaign)
    assert deliver_due(nothing) == 0
    assert Outage.objects.get().reason.startswith("The email provider refused our key:")
    assert by_state() == {State.QUEUED: 2}


def test_a_provider_that_is_away_costs_no_attempt(settings, campaign, queue_n):
    use(settings, free_port())
    queue_n(2, campaign)
    assert deliver_due(nothing) == 0
    assert Outage.objects.get().reason.startswith("The email provider can't be reached")
    assert by_state() == {State.QUEUED: 2}
    assert not Message.objects.filter(attempts__gt=0).exists()
