"""Who is sending. A worker that died on this machine is known at once by the lock it no longer holds.

Leases run by the clock of the database where it has one: a machine whose own clock is wrong takes from nobody.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now

from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7
from latchstring.mail.models import Message, State

LEASE = timedelta(minutes=5)
EXTEND_AFTER = timedelta(minutes=1)


def until(moment: timedelta = LEASE) -> Any:
    """So long from now."""
    return (Now() if connection.vendor == "postgresql" else clock.now()) + moment


@contextmanager
def holding() -> Iterator[UUID]:
    """A new owner of leases, for as long as this process lives and the block runs."""
    owner = uuid7()
    draft = _folder() / f"{owner}.new"
    with draft.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        draft.rename(_folder() / str(owner))
        try:
            yield owner
        finally:
            give_back(Q(lease_owner=owner))
            (_folder() / str(owner)).unlink(missing_ok=True)


def recover() -> None:
    """Take back what was claimed by workers that died here, or whose leases ran out elsewhere.

    Who is alive here keeps theirs, however far the clock has jumped: their emails may be leaving right now. A lease
    that is longer than leases are was made before the clock was set back.
    """
    dead, alive = _owners()
    give_back(Q(lease_owner__in=dead) | Q(leased_until__lt=until(timedelta())) & ~Q(lease_owner__in=alive))
    leased = Message.objects.filter(state=State.SENDING)
    leased.filter(leased_until__gt=until(2 * LEASE)).update(leased_until=until())
    for owner in dead:
        (_folder() / str(owner)).unlink(missing_ok=True)


def give_back(which: Q) -> None:
    """Claimed but not handed over: they wait again, as if nobody had taken them."""
    waiting_again = Case(When(attempts__gt=0, then=Value(State.DEFERRED)), default=Value(State.QUEUED))
    Message.objects.filter(which, state=State.SENDING, leased_until__isnull=False).update(
        state=waiting_again, lease_owner=None, leased_until=None, due_at=F("due_at")
    )


def extend(owner: UUID) -> None:
    Message.objects.filter(lease_owner=owner, state=State.SENDING, leased_until__isnull=False).update(
        leased_until=until()
    )


def _folder() -> Path:
    folder: Path = settings.DATA_DIR / "leases"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _owners() -> tuple[list[UUID], list[UUID]]:
    """Of this machine: those that have died, and those that live."""
    dead: list[UUID] = []
    alive: list[UUID] = []
    for path in _folder().iterdir():
        if not path.suffix:
            (alive if _is_locked(path) else dead).append(UUID(path.name))
    return dead, alive


def _is_locked(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(handle)
