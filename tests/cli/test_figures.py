"""Figures of an installation that runs: what its worker sends is counted where its web server shows it."""

import shutil
import signal
import subprocess
import sys
import urllib.request

import pytest

from tests.cli.shell import Shell
from tests.cli.test_serve import Server, until
from tests.mail.smtp import Sink, running

pytestmark = pytest.mark.slow
TOKEN = "a-token-of-the-tests"
QUEUE = """
import django; django.setup()
from latchstring.mail.outbox import Post, queue
from tests.cast import make_firm
from tests.mail.conftest import make_letter
firm = make_firm()
queue(firm.pk, make_letter(firm, subject="Hi", text="Hi", html="Hi"), Post("ana@mail.example"), kind="test")
"""


def figures(server: Server) -> dict[str, float]:
    ask = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    with urllib.request.urlopen(ask, timeout=10) as answer:
        lines = (line.rpartition(" ") for line in answer.read().decode().splitlines() if not line.startswith("#"))
        return {name.removeprefix("latchstring_"): float(value) for name, _, value in lines}


def test_an_email_that_leaves_moves_the_figures(migrated, tmp_path):
    shutil.copytree(migrated, tmp_path / "data")
    sent = 'emails_total{outcome="sent"}'
    with running(Sink()) as sink:
        server = Server(tmp_path, METRICS_TOKEN=TOKEN, EMAIL_URL=f"smtp://127.0.0.1:{sink.port}")
        try:
            until(lambda: server.said("Latchstring is ready"))
            assert (server.get("/healthz"), server.get("/readyz")) == (b"ok\n", b"ready\n")
            before = figures(server)
            assert (before["database_up"], before['emails_waiting{lane="single"}'], before.get(sent, 0)) == (1, 0, 0)
            env = Shell(tmp_path / "data").environment | {"DJANGO_SETTINGS_MODULE": "latchstring.config.settings"}
            subprocess.run([sys.executable, "-c", QUEUE], env=env, check=True)
            until(lambda: figures(server).get(sent) == 1)
            after = figures(server)
            assert sink.counts == {"ana@mail.example": 1}
            assert after["claim_seconds_count"] >= 1
            assert after['requests_total{method="GET",route="readyz",status="200"}'] == 1
        finally:
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(30)
