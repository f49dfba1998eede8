"""Mailgun, SendGrid, Amazon SES, Resend and Brevo: each takes what it is given once, and each trouble is what it is."""

from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from latchstring.config import mailers
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Message, Outage, State
from tests.mail.conftest import address
from tests.mail.provider_kit import PROVIDERS, Desk, Door
from tests.mail.smtp import free_port
from tests.mail.test_delivery import bring_forward, by_state, nothing

pytestmark = pytest.mark.filterwarnings("ignore:django-anymail has dropped official support for SendGrid")


@pytest.fixture(params=PROVIDERS)
def desk(request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    desk = Desk(PROVIDERS[request.param])
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Its", (Door,), {"desk": desk})) as server:
        use(desk, server.server_port, settings, monkeypatch)
        Thread(target=server.serve_forever, daemon=True).start()
        yield desk
        server.shutdown()


def use(desk: Desk, port: int, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    here = f"http://127.0.0.1:{port}/"
    monkeypatch.setenv("AWS_ENDPOINT_URL", here)
    mailer = mailers.from_url(desk.provider.url.format(here))
    settings.MAILERS, settings.MAILBOX, settings.ANYMAIL = {"default": mailer}, False, mailers.anymail(mailer, "")


def test_each_email_leaves_once_and_whole_over_one_connection(desk, campaign, queue_n):
    messages = queue_n(3, campaign)
    assert deliver_due(nothing) == 3
    assert by_state() == {State.SENT: 3}
    assert sorted(each.to for each in desk.taken) == [address(i) for i in range(3)]
    first = next(each for each in desk.taken if each.to == address(0))
    assert (first.path, first.subject, first.marked) == (desk.provider.path, "Welcome, Ana0", True)
    assert first.key == desk.provider.key or not desk.provider.key
    assert "your portal: http" in first.text
    assert '<a href="http' in first.html
    assert messages[0].pk.hex in first.message_id
    assert desk.connections == 1


def test_who_is_busy_is_asked_again_for_that_email(desk, campaign, queue_n):
    desk.refuses[address(1)] = 429, {"message": "Later"}
    queue_n(3, campaign)
    assert deliver_due(nothing) == 2
    assert by_state() == {State.SENT: 2, State.DEFERRED: 1}
    message = Message.objects.get(state=State.DEFERRED)
    assert (message.attempts, message.unanswered) == (1, 0)


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused_is_said_and_everything_waits(desk, campaign, queue_n, status):
    desk.refuses[""] = status, {"message": "Unknown key"}
    queue_n(2, campaign)
    assert deliver_due(nothing) == 0
    assert Outage.objects.get().reason.startswith("The email provider refused our key:")
    assert by_state() == {State.QUEUED: 2}


def test_what_is_wrong_with_an_email_touches_no_address(desk, campaign, queue_n):
    desk.refuses[address(1)] = 400, {"message": "Email address is not verified."}
    queue_n(3, campaign)
    assert deliver_due(nothing) == 2
    assert by_state() == {State.SENT: 2, State.FAILED: 1}


@pytest.mark.parametrize("says", ["drop", 500, 504])
def test_who_may_have_taken_it_gets_it_three_times_at_most(desk, campaign, queue_n, says):
    desk.refuses[address(1)] = says if says == "drop" else (says, {"message": "Oops"})
    queue_n(3, campaign)
    for _ in range(6):
        deliver_due(nothing)
        bring_forward(state=State.DEFERRED)
    assert by_state() == {State.SENT: 2, State.FAILED: 1}
    copies = [each for each in desk.taken if each.to == address(1)]
    assert (len(copies), len({each.message_id for each in copies})) == (3, 1)
    assert not Outage.objects.exists()


def test_who_is_away_costs_no_attempt(desk, settings, monkeypatch, campaign, queue_n):
    use(desk, free_port(), settings, monkeypatch)
    queue_n(2, campaign)
    assert deliver_due(nothing) == 0
    assert Outage.objects.get().reason.startswith("The email provider can't be reached")
    assert by_state() == {State.QUEUED: 2}
    assert not Message.objects.filter(attempts__gt=0).exists()
