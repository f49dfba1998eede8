"""Workers are killed with SIGKILL at random moments of a campaign and started again; then everybody is counted.

One worker and, on PostgreSQL, three, over each engine that carries wake-ups. A kill hits all processes of a worker, or
one of them alone. Nobody wakes those who come after: they find by themselves what the dead had in hand. It ends with an
error where an invite is lost, or more were given twice than workers were killed.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.test.utils import override_settings

from latchstring.accounts.models import TeamMember
from latchstring.clients.models import Counts
from latchstring.config import engines
from latchstring.firms.models import Firm
from latchstring.mail.models import Message, State
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.models import InviteBatch
from latchstring.portals.selection import Selection
from tests.bench.bulk import EVERYBODY, MESSAGE, PATIENCE
from tests.bench.engines import ENGINES
from tests.bench.figures import checked, figure
from tests.bench.people import firm_without_portals
from tests.cast import actor_for
from tests.mail.smtp import Sink, running

COUNTS = {"postgres": (1, 3), "sqlite": (1,)}
EMAILS_A_KILL = 50
AN_EMAIL = 0.03  # seconds that the mail server takes for each
COMMAND = [sys.executable, "-m", "latchstring.config.command", "worker"]


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    for name, start in ENGINES.items():
        with ExitStack() as stack:
            url = stack.enter_context(start()) if start else "database:"
            stack.enter_context(override_settings(TASKS={"default": engines.from_url(url)}))
            for count in COUNTS[db]:
                firm = firm_without_portals(n, f"{name} {count}".lower().replace(" ", "-"))
                yield from one_run(firm, n, db, count, url, f"{count} worker{'s' * (count > 1)} over {name}")


def one_run(firm: Firm, n: int, db: str, count: int, url: str, case: str) -> Iterator[dict[str, Any]]:
    Firm.objects.filter(pk=firm.pk).update(emails_a_minute=100_000)
    olive = actor_for(TeamMember.objects.get(firm=firm, name="Olive"))
    kills = max(1, n // EMAILS_A_KILL)
    with running(Sink(pause=AN_EMAIL)) as sink, working(sink.port, url, count) as crew:
        send_batch(olive, selection=Selection.parse(EVERYBODY), message=MESSAGE, request_key=uuid4().hex)
        for moment in sorted(random.choices(range(n), k=kills)):
            until(lambda least=moment: len(sink.received) >= least, case)
            time.sleep(random.random() * 5 * AN_EMAIL)
            crew.kill_one()
        last = time.time()
        until(lambda: is_over(firm), case)
    yield figure(f"{case}: over after the last kill by", n, db, time.time() - last, "s")
    yield from counted(sink, firm, n, db, case, kills)


def counted(sink: Sink, firm: Firm, n: int, db: str, case: str, kills: int) -> Iterator[dict[str, Any]]:
    """What everybody got, and what our own rows say of it."""
    ids = defaultdict(Counter[str])
    for address, content in sink.received:
        ids[address][BytesHeaderParser().parsebytes(content)["Message-ID"]] += 1
    lost = n - len(ids)
    twice = len(sink.received) - len(ids)
    several = sum(len(each) - 1 for each in ids.values())
    sent = Message.objects.filter(firm=firm, state=State.SENT).count()
    shown = Counts.objects.get(firm=firm).people_pending
    yield checked(f"{case}: invites lost", n, db, lost, 0, lost == 0)
    yield checked(f"{case}: given twice, beside kills", n, db, twice, kills, twice <= kills)
    yield checked(f"{case}: of these under another Message-ID", n, db, several, 0, several == 0)
    yield checked(f"{case}: sent, by our own rows", n, db, sent, n, sent == n)
    yield checked(f"{case}: people who are shown as invited", n, db, shown, n, shown == n)


def is_over(firm: Firm) -> bool:
    """The batch is opened, each email has its outcome, and the people show it."""
    if InviteBatch.objects.filter(firm=firm, opened_at=None).exists():
        return False
    return not Message.objects.filter(firm=firm, settled=False).exists()


def until(done: Any, case: str) -> None:
    give_up = time.time() + PATIENCE
    while not done():
        if time.time() > give_up:
            raise RuntimeError(f"{case}: it does not go on.")
        time.sleep(0.05)


class Crew:
    def __init__(self, port: int, url: str, count: int) -> None:
        self.env = os.environ | {
            "LATCHSTRING_EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "LATCHSTRING_LOG_LEVEL": "error",
            "LATCHSTRING_TASKS_URL": url,
        }
        self.started: list[subprocess.Popen[bytes]] = []
        self.workers = [self.start() for _ in range(count)]

    def start(self) -> "subprocess.Popen[bytes]":
        worker = subprocess.Popen(COMMAND, env=self.env, stdout=sys.stderr, start_new_session=True)
        self.started.append(worker)
        return worker

    def kill_one(self) -> None:
        """All of its processes, or one; whoever is left ends by itself."""
        place = random.randrange(len(self.workers))
        worker = self.workers[place]
        os.kill(random.choice([-worker.pid, worker.pid, *children(worker.pid)]), signal.SIGKILL)
        worker.wait(30)
        self.workers[place] = self.start()


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


@contextmanager
def working(port: int, url: str, count: int) -> Iterator[Crew]:
    crew = Crew(port, url, count)
    try:
        yield crew
        for worker in crew.workers:
            worker.terminate()
        for worker in crew.workers:
            worker.wait(30)
    finally:
        for worker in crew.started:
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
