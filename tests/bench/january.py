"""Two days of January: a campaign with two workers, through all that went wrong on them; then everybody is counted.

The mail server goes down twice, one worker is killed and replaced, some addresses are dead, and in the second half what
we send is refused for its DKIM, until that is mended and somebody lets the campaign go on. Time is compressed: the pace
is high, and what waits for minutes waits for a second.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from latchstring.accounts.models import TeamMember
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.wake import wake
from latchstring.mail.actions.go_on import go_on
from latchstring.mail.models import WAITING, AddressState, Alert, Campaign, Message, Outage, State
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.models import PortalUser
from latchstring.portals.selection import Selection
from tests.bench.bulk import EVERYBODY, MESSAGE, PATIENCE, wait_for
from tests.bench.figures import checked, figure
from tests.bench.office import Office
from tests.bench.people import firm_without_portals
from tests.cast import actor_for

DEAD_OF = 900 / 40_000
AWAY = 2.0  # seconds
THIRD_HUNDRED = 200
"""It begins behind so many."""


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    """On SQLite, which is for one worker, that one is killed and replaced."""
    firm = firm_without_portals(n)
    Firm.objects.filter(pk=firm.pk).update(emails_a_minute=max(600, 2 * n))
    olive = TeamMember.objects.get(firm=firm, name="Olive")
    number = max(1, round(n * DEAD_OF))
    office = Office(dead={f"c{i * n // number}@mail.example" for i in range(number)})
    office.open()
    start = time.time()
    with working(office.port, 2 if db == "postgres" else 1) as crew:
        send_batch(actor_for(olive), selection=Selection.parse(EVERYBODY), message=MESSAGE, request_key=uuid4().hex)
        until(lambda: office.seen > 0.15 * n)
        office.is_away(AWAY)
        until(lambda: office.seen > 0.3 * n)
        crew.replace_one()
        until(lambda: office.seen > 0.4 * n)
        office.is_away(AWAY)
        until(lambda: office.seen > 0.55 * n)
        yield from the_break(office, olive, n, db)
        until(lambda: not Message.objects.filter(state__in=[*WAITING, State.SENDING]).exists())
        until(lambda: not Message.objects.filter(settled=False).exists())
    office.close()
    yield figure("january: all of it took", n, db, time.time() - start, "s")
    yield from counted(office, n, db)


def the_break(office: Office, olive: TeamMember, n: int, db: str) -> Iterator[dict[str, Any]]:
    """From the first email that is refused for its DKIM until somebody lets the campaign go on."""
    office.dkim_is_broken, broke = True, time.time()
    until(lambda: Alert.objects.exists() and office.told)
    told = time.time() - broke
    time.sleep(AWAY)  # whatever would still leave, does
    refused, paused = office.refused, Campaign.objects.filter(paused_at__isnull=False).count()
    office.dkim_is_broken = False
    again = go_on(actor_for(olive), Alert.objects.get().pk)
    yield figure("january: the firm has the email about DKIM after", n, db, told, "s")
    yield checked(
        "january: emails refused before the campaign stopped", n, db, refused, THIRD_HUNDRED, refused < THIRD_HUNDRED
    )
    yield checked("january: campaigns paused", n, db, paused, 1, paused == 1)
    yield checked("january: refused, and tried again after Go on", n, db, again, refused, again == refused)


def counted(office: Office, n: int, db: str) -> Iterator[dict[str, Any]]:
    """What everybody got, and what the Manager says of them."""
    everybody = {f"c{i}@mail.example" for i in range(n)}
    got = {address for address in office.taken if address in everybody}
    twice = sum(len(ids) - 1 for ids in office.taken.values())
    one_id = all(len(set(ids)) == 1 for address, ids in office.taken.items() if address in everybody)
    marked = set(AddressState.objects.exclude(reason="").values_list("address", flat=True))
    shown = set(PortalUser.objects.exclude(email_inactive_reason="").values_list("address", flat=True))
    invites = Message.objects.filter(campaign__isnull=False)
    sent, inactive = (invites.filter(state=state).count() for state in (State.SENT, State.INACTIVE))
    lost = len(everybody - got - office.dead)
    yield checked("january: invites lost", n, db, lost, 0, lost == 0)
    yield checked("january: given twice, beside workers killed", n, db, twice, 1, twice <= 1 and one_id)
    yield checked("january: sent, by our own rows", n, db, sent, len(got), sent == len(got) == n - len(office.dead))
    yield checked(
        "january: dead addresses marked with their reason", n, db, inactive, len(office.dead), marked == office.dead
    )
    yield checked("january: people shown as inactive", n, db, len(shown), len(office.dead), shown == office.dead)


def until(done: Callable[[], object]) -> None:
    """While time passes quickly: an outage is over, and what was put off is due, within a second."""
    give_up = time.time() + PATIENCE
    while not done():
        if time.time() > give_up:
            raise RuntimeError("It does not go on.")
        time.sleep(0.5)
        now = clock.now()
        Outage.objects.filter(next_try_at__gt=now).update(next_try_at=now)
        Message.objects.filter(state=State.DEFERRED, due_at__gt=now).update(due_at=now)
        wake("deliver")


class Crew:
    def __init__(self, port: int, number: int) -> None:
        self.env = os.environ | {
            "LATCHSTRING_EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "LATCHSTRING_LOG_LEVEL": "error",
        }
        self.workers = [self.start() for _ in range(number)]

    def start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "latchstring.config.command", "worker"]
        return subprocess.Popen(command, env=self.env, stdout=sys.stderr, start_new_session=True)

    def replace_one(self) -> None:
        os.killpg(self.workers[0].pid, signal.SIGKILL)
        self.workers[0].wait()
        self.workers[0] = self.start()


@contextmanager
def working(port: int, number: int) -> Iterator[Crew]:
    crew = Crew(port, number)
    try:
        wait_for(number)
        yield crew
    finally:
        for worker in crew.workers:
            worker.terminate()
        for worker in crew.workers:
            worker.wait(30)
