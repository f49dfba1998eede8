"""Emails a second, from Send to the last one taken, beside raw smtplib and Django in the same run."""

import os
import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import mean
from typing import Any
from uuid import uuid4

from dj_queue.models import ClaimedExecution, Process, ReadyExecution
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from latchstring.accounts.models import TeamMember, User
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.delivery import deliver_due
from latchstring.mail.mime.prepared import header_date, prepare
from latchstring.mail.models import Letter
from latchstring.portals import emails, project
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.selection import Selection
from tests.bench.figures import figure
from tests.bench.people import firm_without_portals
from tests.bench.sink import Counts, Sink, sink
from tests.cast import actor_for

MESSAGE = "Hello {First name},\n\n" + "We have moved to a new client portal, and your organizer is waiting in it. " * 3
EVERYBODY = '{"mode": "filter", "filter": {}, "excluded": []}'
PATIENCE = 600  # seconds


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    """One worker process, and on PostgreSQL two, send to all n clients of a firm of their own; the middle of three."""
    yield statements(db, min(n, 1_000))  # and the process that presses Send is warm, as a web server is
    with sink() as server:
        use(server)
        for workers in (1, 2) if db == "postgres" else (1,):
            rounds = [one_round(server, n, workers, f"{workers}-{turn}") for turn in range(3 if n >= 1_000 else 1)]
            yield from campaign_figures(
                n, db, workers, sorted(rounds, key=lambda each: each.rate / each.django)[len(rounds) // 2]
            )


@dataclass(frozen=True, slots=True)
class Round:
    """A campaign's and its peers' messages a second; theirs are the mean of right before and right after."""

    rate: float
    raw: float
    django: float
    first: float
    connections: int


def one_round(server: Sink, n: int, workers: int, slug: str) -> Round:
    firm = firm_without_portals(n, slug)
    letter = emails.invite_letter(firm, emails.Sender("Olive", "olive@alder-pike.example", uuid4()), MESSAGE)
    before = peers(server, letter, n)
    counts, start = campaign(server, firm, n, workers)
    raw, django = (mean(rates) for rates in zip(before, peers(server, letter, n), strict=True))
    return Round(n / (counts.last - start), raw, django, counts.first - start, counts.connections)


def peers(server: Sink, letter: Letter, n: int) -> tuple[float, float]:
    """Raw smtplib's and Django's messages a second, now: machines change their pace within minutes."""
    return raw_rate(server, letter, n), django_rate(server, letter, min(n, 1_000))


def campaign(server: Sink, firm: Firm, n: int, workers: int) -> tuple[Counts, float]:
    done = threading.Event()
    server.counts()
    with going_out(server, firm, n, done, workers) as sent:
        done.wait(PATIENCE)
    return sent.counts, sent.start


def campaign_figures(n: int, db: str, workers: int, found: Round) -> Iterator[dict[str, Any]]:
    case = f"bulk with {workers} worker{'s' * (workers > 1)}"
    yield figure(f"{case}, beside raw smtplib", n, db, found.rate, "messages/s", found.raw)
    yield figure(f"{case}, beside Django's loop", n, db, found.rate, "messages/s", found.django)
    yield figure(f"{case}, first message after", n, db, found.first, "s")
    yield figure(f"{case}, connections", n, db, found.connections, "connections", n)


def use(server: Sink) -> None:
    options = {"host": "127.0.0.1", "port": server.port}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    settings.MAILBOX = False


class Sent:
    """When Send was pressed, and what the sink has had since."""

    def __init__(self) -> None:
        self.start = time.time()
        self.counts = Counts()

    def add(self, more: Counts) -> None:
        self.counts.connections += more.connections
        self.counts.messages += more.messages
        self.counts.first = self.counts.first or more.first
        self.counts.last = max(self.counts.last, more.last)


@contextmanager
def campaign_going_out(firm: Firm, user: User, n: int, done: threading.Event) -> Iterator[Sent]:
    """One worker process sends a batch to everybody; ``done`` is set when n emails have been taken."""
    with sink() as server, going_out(server, firm, n, done) as sent:
        yield sent


@contextmanager
def going_out(server: Sink, firm: Firm, n: int, done: threading.Event, workers: int = 1) -> Iterator[Sent]:
    env = os.environ | {"LATCHSTRING_EMAIL_URL": f"smtp://127.0.0.1:{server.port}", "LATCHSTRING_LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", "latchstring.config.command", "worker"]
    crew = [subprocess.Popen(command, env=env, stdout=sys.stderr) for _ in range(workers)]
    try:
        wait_for(workers)
        olive = TeamMember.objects.get(firm=firm, name="Olive")
        sent = Sent()
        send_batch(actor_for(olive), selection=Selection.parse(EVERYBODY), message=MESSAGE, request_key=uuid4().hex)
        watcher = threading.Thread(target=watch, args=(server, sent, n, done))
        watcher.start()
        yield sent
        watcher.join()
        if sent.counts.messages < n:
            raise RuntimeError(f"{sent.counts.messages} of {n} emails left within {PATIENCE} seconds.")
    finally:
        for worker in crew:
            worker.terminate()
        for worker in crew:
            worker.wait(30)


def wait_for(workers: int) -> None:
    """Until every worker process looks for work and has none; its start is not what is measured."""
    give_up = time.time() + 60
    while Process.objects.filter(kind="Worker").count() < 2 * workers or _any_work():  # each looks after two queues
        if time.time() > give_up:
            raise RuntimeError("The workers didn't start within a minute.")
        time.sleep(0.1)
    time.sleep(0.5)


def _any_work() -> bool:
    return ReadyExecution.objects.exists() or ClaimedExecution.objects.exists()


def watch(server: Sink, sent: Sent, n: int, done: threading.Event) -> None:
    while sent.counts.messages < n and time.time() < sent.start + PATIENCE:
        time.sleep(0.2)
        sent.add(server.counts())
    done.set()


def statements(db: str, n: int) -> dict[str, Any]:
    """All that a message costs from the batch to the settled outcome, commits and savepoints included."""
    firm = firm_without_portals(n, "counted")
    olive = TeamMember.objects.get(firm=firm, name="Olive")
    with CaptureQueriesContext(connection) as captured:
        send_batch(actor_for(olive), selection=Selection.parse(EVERYBODY), message=MESSAGE, request_key=uuid4().hex)
        open_batches()
        taken = deliver_due(project.outcomes)
    return figure("bulk, statements a message", n, db, len(captured) / taken, "statements", 1.5)


def raw_rate(server: Sink, letter: Letter, n: int) -> float:
    """smtplib with ready-made messages over one persistent connection."""
    prepared, date = prepare(letter), header_date(clock.now())
    fields = dict.fromkeys(prepared.names, "Delgado Bakery LLC")
    mails = [prepared.fill(id=uuid4(), to=b"c@mail.example", date=date, fields=fields) for _ in range(n)]
    server.counts()
    start = time.time()
    with smtplib.SMTP("127.0.0.1", server.port) as smtp:
        for i, mail in enumerate(mails):
            smtp.sendmail("portal@firm.example", [f"c{i}@mail.example"], mail)
    return n / (server.counts().last - start)


def django_rate(server: Sink, letter: Letter, n: int) -> float:
    """One EmailMultiAlternatives after the other, over one connection."""
    backend = mailers["default"]
    backend.open()
    start = time.time()
    for i in range(n):
        email = EmailMultiAlternatives(letter.subject, letter.text, letter.from_address, [f"c{i}@mail.example"])
        email.attach_alternative(letter.html, "text/html")
        backend.send_messages([email])
    rate = n / (server.counts().last - start)
    backend.close()
    return rate
