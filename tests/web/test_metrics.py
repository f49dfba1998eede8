"""Figures for Prometheus: off unless a token is set, shown to that token alone, and never a secret in them."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from latchstring.config import env
from latchstring.config.env import BadSetting
from latchstring.kernel import clock, metrics
from latchstring.mail.actions.record_event import record_event
from latchstring.mail.delivery import deliver_due
from latchstring.mail.models import Campaign, Message, Outage
from tests.mail.bounce_kit import told
from tests.mail.conftest import address, campaign, own_folder, queue_n, smtp  # noqa: F401

TOKEN = "a-token-of-the-tests"


@pytest.fixture
def figures(client, settings):
    settings.METRICS_TOKEN = TOKEN

    def fetch():
        page = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
        lines = (line.rpartition(" ") for line in page.splitlines() if not line.startswith("#"))
        return {name.removeprefix("latchstring_"): float(value) for name, _, value in lines}

    return fetch


def test_without_a_token_in_the_settings_there_is_no_such_page(client, settings, cast):
    assert not settings.METRICS_TOKEN
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é"])
def test_a_wrong_token_sees_nothing(client, settings, db, said):
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/metrics", headers={"Authorization": said} if said else {})
    assert (answer.status_code, answer.content) == (401, b"The token is wrong.\n")


def test_what_waits_and_since_when(figures, queue_n, campaign, cast):  # noqa: F811
    queue_n(3, campaign)
    queue_n(2)
    paused = Campaign.objects.create(firm=cast.firm, paused_at=clock.now())
    queue_n(1, paused)
    Message.objects.filter(campaign=paused).update(due_at=clock.now() - timedelta(days=1))
    Message.objects.filter(campaign=campaign).update(due_at=clock.now() - timedelta(minutes=5))
    Outage.objects.create(next_try_at=clock.now(), since=clock.now() - timedelta(minutes=2), reason="away")
    seen = figures()
    assert [seen[f'emails_waiting{{lane="{lane}"}}'] for lane in ("urgent", "single", "campaign")] == [0, 2, 4]
    assert 300 <= seen["oldest_due_seconds"] < 310
    assert 120 <= seen["mail_server_away_seconds"] < 130
    assert seen["database_up"] == 1


def test_what_left_and_what_came_back_is_counted_by_outcome(figures, smtp, queue_n, campaign):  # noqa: F811
    before = figures()
    smtp.answers[address(0)], smtp.answers[address(1)] = "550 5.1.1 No such user", "451 4.3.2 Later"
    sent = queue_n(5, campaign)
    deliver_due(lambda ids: None)
    event = told("complaint", sent[4], key="once")
    record_event(event)
    record_event(event)
    after = figures()

    def more(name):
        return after.get(name, 0) - before.get(name, 0)

    assert [more(f'emails_total{{outcome="{each}"}}') for each in ("sent", "dead", "passing")] == [3, 1, 1]
    assert more('email_events_total{source="webhook",verdict="complaint"}') == 1
    assert more("claim_seconds_count") >= 1


def test_requests_are_counted_by_route_which_holds_no_secret(figures, client, cast):
    token = "aV-3_kZ" * 6
    client.get(f"/i/{token}/")
    seen = figures()
    assert [name for name in seen if name.startswith("requests_total{") and 'route="i/<str:token>/"' in name]
    assert not [name for name in seen if token in name]


def test_what_other_processes_of_the_machine_counted_is_there_until_they_are_forgotten(tmp_path, monkeypatch):
    code = "from latchstring.kernel import metrics; metrics.emails.labels('sent').inc(2)"
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code], env=os.environ | {metrics.FOLDER: str(tmp_path)}, check=True)
    monkeypatch.setenv(metrics.FOLDER, str(tmp_path))
    assert b'latchstring_emails_total{outcome="sent"} 4.0' in metrics.page()
    metrics.forget_the_dead()
    assert not list(tmp_path.iterdir())


def test_a_secret_that_can_be_guessed_is_refused(monkeypatch):
    monkeypatch.setenv("LATCHSTRING_X", "short")
    with pytest.raises(BadSetting, match="16 letters"):
        env.secret("X")
