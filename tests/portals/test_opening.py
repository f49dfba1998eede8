"""A batch is opened once, whatever happens to those who open it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection

from latchstring.audit.models import Event
from latchstring.mail.models import Message
from latchstring.portals import opening, project
from latchstring.portals.actions import open_batches as opener
from latchstring.portals.actions.invite import invite
from latchstring.portals.actions.open_batches import open_batches
from latchstring.portals.actions.send_batch import send_batch
from latchstring.portals.models import Access, Invite, InviteBatch, PortalUser
from latchstring.portals.queries.progress import progress
from tests.cast import Cast, make_cast, make_client
from tests.portals.people import CARLA, EVERYBODY, assert_counts_true


def everyone_once(batch: InviteBatch, people: int) -> None:
    batch.refresh_from_db()
    addresses = list(Message.objects.filter(kind="invite").values_list("to_address", flat=True))
    assert len(addresses) == len(set(addresses)) == people
    assert Access.objects.filter(removed_at=None).count() == people
    assert Event.objects.filter(name="invite.sent").count() == people
    assert batch.selected == progress(batch).selected == people
    assert batch.opened_at
    assert_counts_true(batch.firm)


def clients(cast: Cast, count: int) -> None:
    for n in range(count):
        make_client(cast.firm, f"Client {n:04}", (f"Person {n}", f"p{n}@many.example"))


class Killed(BaseException):
    pass


def test_a_chunk_that_dies_leaves_nothing_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    clients(cast, 12)
    monkeypatch.setattr(opener, "FIRST", 4)
    monkeypatch.setattr(opener, "CHUNK", 4)
    batch = send_batch(cast.owner, selection=EVERYBODY, request_key="k")
    write = opening.Run._write
    calls = iter(range(100))

    def dies_now_and_then(self: opening.Run, decisions: object) -> None:
        write(self, decisions)  # type: ignore[arg-type]
        if next(calls) % 2 == 0:
            raise Killed

    monkeypatch.setattr(opening.Run, "_write", dies_now_and_then)
    for _ in range(20):
        try:
            open_batches()
        except Killed:
            continue
        break
    everyone_once(batch, 14)


WORKER = """
import django; django.setup()
from latchstring.portals.actions import open_batches as opener
opener.FIRST = opener.CHUNK = 7
opener.BREATH = 0
opener.open_batches()
"""


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_killed_workers_double_nobody() -> None:
    """Real processes, real SIGKILL, each as soon as it has begun to write."""
    cast = make_cast()
    clients(cast, 150)
    batch = send_batch(cast.owner, selection=EVERYBODY, request_key="k")
    host = connection.settings_dict
    url = f"postgres://{host['USER']}@{host['HOST']}:{host['PORT']}/{host['NAME']}"
    env = os.environ | {"LATCHSTRING_TEST_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", WORKER], env=env, cwd=Path.cwd()) as worker:
            before = Invite.objects.count()
            while worker.poll() is None and Invite.objects.count() == before:
                time.sleep(0.002)
            worker.send_signal(signal.SIGKILL)
    batch.refresh_from_db()
    assert 0 < batch.selected < 152
    open_batches()
    everyone_once(batch, 152)


def together(count: int, act: object) -> list[BaseException]:
    barrier, errors = Barrier(count), []

    def run() -> None:
        barrier.wait()
        try:
            act()  # type: ignore[operator]
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_double_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast()
    clients(cast, 40)
    monkeypatch.setattr(opener, "FIRST", 3)
    monkeypatch.setattr(opener, "CHUNK", 3)
    batch = send_batch(cast.owner, selection=EVERYBODY, request_key="k")
    assert together(3, open_batches) == []
    open_batches()
    everyone_once(batch, 42)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_browsers_send_one_batch() -> None:
    cast = make_cast()
    owner = cast.owner
    assert together(4, lambda: send_batch(owner, selection=EVERYBODY, request_key="same")) == []
    assert InviteBatch.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_batch_and_a_colleague_invite_the_same_person_at_once() -> None:
    cast = make_cast()
    owner, staff = cast.owner, cast.staff
    for _ in range(3):
        batch = send_batch(owner, selection=EVERYBODY, request_key=uuid4().hex) if not Invite.objects.exists() else None
        assert together(2, lambda: (open_batches(), invite(staff, cast.acme, people=[CARLA]))) == []
        assert PortalUser.objects.filter(address=CARLA.email).count() == 1
        assert Invite.objects.filter(person__address=CARLA.email, superseded_at=None).count() == 1
        waiting = Message.objects.filter(to_address=CARLA.email, state="queued")
        assert waiting.count() == 1
        assert batch is None or progress(batch).selected
        assert_counts_true(cast.firm)


def test_outcomes_twice_are_once(cast: Cast) -> None:
    batch = send_batch(cast.owner, selection=EVERYBODY, request_key="k")
    open_batches()
    ids = list(Message.objects.values_list("pk", flat=True))
    Message.objects.update(state="sent", sent_at="2026-03-01T00:00:00Z")
    project.outcomes(ids)
    rows = list(PortalUser.objects.values()), list(Access.objects.values()), Event.objects.count()
    project.outcomes(ids)
    assert (list(PortalUser.objects.values()), list(Access.objects.values()), Event.objects.count()) == rows
    assert set(Access.objects.values_list("sent_at", flat=True)) == {Message.objects.first().sent_at}
    assert progress(batch).sent == 2


def test_a_long_batch_does_not_hold_up_another_firms(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    clients(cast, 12)
    make_client(cast.rival, "Rival Two", ("Rolf", "rolf@rival.example"))
    monkeypatch.setattr(opener, "FIRST", 2)
    monkeypatch.setattr(opener, "CHUNK", 2)
    send_batch(cast.owner, selection=EVERYBODY, request_key="long")
    send_batch(cast.rival_owner, selection=EVERYBODY, request_key="short")
    order: list[object] = []
    open_chunk = opening.open_chunk

    def noted(batch_id: UUID, size: int) -> bool:
        order.append(batch_id)
        return open_chunk(batch_id, size)

    monkeypatch.setattr(opener, "open_chunk", noted)
    opener.open_batches()
    long, short = InviteBatch.objects.order_by("pk")
    assert order[:4] == [long.pk, short.pk, long.pk, short.pk]
    assert all(batch.opened_at for batch in (long, short))


@pytest.mark.postgres
def test_postgresql_knows_of_the_tables_that_a_batch_makes_grow(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE portals_portaluser, mail_message")
    clients(cast, 60)
    send_batch(cast.owner, selection=EVERYBODY, message="", request_key=uuid4().hex)
    open_batches()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname IN ('portals_portaluser', 'mail_message')")
        assert all(rows >= opener.FIRST for (rows,) in cursor.fetchall())
