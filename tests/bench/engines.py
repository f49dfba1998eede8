"""Emails a second with 1, 2 and 4 workers by what carries wake-ups, beside raw smtplib over as many connections."""

import multiprocessing
import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from uuid import uuid4

from django.db import connections
from django.test.utils import override_settings

from latchstring.accounts.models import TeamMember
from latchstring.config import engines
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7
from latchstring.mail.mime.prepared import header_date, prepare
from latchstring.mail.models import Letter, Message, State
from latchstring.mail.outbox import Post, queue
from latchstring.portals import emails
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.selection import Selection
from tests import brokers
from tests.bench.bulk import EVERYBODY, MESSAGE, PATIENCE, use
from tests.bench.figures import figure
from tests.bench.people import firm_without_portals
from tests.bench.sink import Sink, sink
from tests.cast import actor_for

ENGINES = {"the database": None, "Redis": brokers.redis, "RabbitMQ": brokers.rabbitmq}
COUNTS = {"postgres": (1, 2, 4), "sqlite": (1,)}


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    """Each run has a firm of its own; workers are up before anything is sent."""
    warm = firm_without_portals(1, "warm")
    with sink() as server:
        use(server)
        letter = emails.invite_letter(warm, emails.Sender("Olive", "olive@alder-pike.example", uuid4()), MESSAGE)
        raw = {count: raw_rate(server, letter, n, count) for count in COUNTS[db]}
        for name, start in ENGINES.items():
            with ExitStack() as stack:
                url = stack.enter_context(start()) if start else "database:"
                stack.enter_context(override_settings(TASKS={"default": engines.from_url(url)}))
                for count in COUNTS[db]:
                    firm = firm_without_portals(n, f"{name} {count}".lower().replace(" ", "-"))
                    with crew(server, url, count, warm):
                        rate = sent_by(server, firm, n)
                    yield figure(
                        f"{count} worker{'s' * (count > 1)} over {name}, beside raw smtplib over as many connections",
                        n, db, rate, "messages/s", raw[count],
                    )  # fmt: skip


@contextmanager
def crew(server: Sink, url: str, count: int, firm: Firm) -> Iterator[None]:
    """So many workers, each of which has sent an email of its own by now."""
    env = os.environ | {
        "LATCHSTRING_EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "LATCHSTRING_LOG_LEVEL": "warning",
        "LATCHSTRING_TASKS_URL": url,
    }
    command = [sys.executable, "-m", "latchstring.config.command", "worker"]
    words = {"from_name": "Warm", "from_address": "warm@mail.example", "subject": "s", "text": "t", "html": "h"}
    letter = Letter.objects.create(firm=firm, kind="test", digest=uuid7().bytes * 2, **words)
    workers = []
    try:
        for _ in range(count):
            first = queue(firm.pk, letter, Post("warm@mail.example"), kind="test")
            workers.append(subprocess.Popen(command, env=env, stdout=sys.stderr))
            give_up = time.time() + 60
            while not Message.objects.filter(pk=first.pk, state=State.SENT).exists():
                if time.time() > give_up:
                    raise RuntimeError("A worker didn't start within a minute.")
                time.sleep(0.1)
        time.sleep(2)
        yield
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(30)


def sent_by(server: Sink, firm: Firm, n: int) -> float:
    """Emails a second from Send to the last that was taken."""
    server.counts()
    olive, taken, last = TeamMember.objects.get(firm=firm, name="Olive"), 0, 0.0
    start = time.time()
    send_batch(actor_for(olive), selection=Selection.parse(EVERYBODY), message=MESSAGE, request_key=uuid4().hex)
    while taken < n:
        if time.time() > start + PATIENCE:
            raise RuntimeError(f"{taken} of {n} emails left within {PATIENCE} seconds.")
        time.sleep(0.1)
        more = server.counts()
        taken, last = taken + more.messages, max(last, more.last)
    return n / (last - start)


def raw_rate(server: Sink, letter: Letter, n: int, count: int) -> float:
    """Ready-made messages, shared between processes with a connection each."""
    prepared, date = prepare(letter), header_date(clock.now())
    fields = dict.fromkeys(prepared.names, "Delgado Bakery LLC")
    mails = [prepared.fill(id=uuid4(), to=b"c@mail.example", date=date, fields=fields) for _ in range(n)]
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    parts = [fork.Process(target=_send, args=[server.port, mails[i::count]]) for i in range(count)]
    server.counts()
    start = time.time()
    for part in parts:
        part.start()
    for part in parts:
        part.join()
    return n / (server.counts().last - start)


def _send(port: int, mails: list[bytes]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for i, mail in enumerate(mails):
            smtp.sendmail("portal@firm.example", [f"c{i}@mail.example"], mail)
