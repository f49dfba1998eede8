"""What the audit log costs: verifying it beside reading and hashing the same rows, sealing it, writing it."""

import hashlib
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from latchstring.audit import chain
from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, Origin, origin, record, record_many
from latchstring.kernel import memory
from latchstring.kernel.ids import uuid7
from latchstring.policy.roles import Role
from latchstring.portals.actions.invite import Invitee, invite
from tests.bench.figures import figure
from tests.cast import actor_for, make_client, make_firm, make_member

AT_ONCE = 10_000
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
ACTIONS = 60


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    firm = make_firm()
    olive = actor_for(make_member(firm, "Olive", Role.OWNER))
    client = make_client(firm, "Acme", number="C-1")
    token = origin.set(Origin("198.51.100.7", AGENT))
    memory.settle()
    yield from _share(db, olive, client)
    writing = _timed(lambda: _write(n, olive, client))
    sealing = _timed(lambda: chain.seal(firm.pk))
    yield figure("audit rows written in bulk, a second", n, db, n / writing, "1/s")
    yield figure("audit rows sealed, a second", n, db, n / sealing, "1/s")
    raw = _timed(_raw)
    verified = _timed(lambda: _verify(firm, n))
    yield figure("audit log verified, beside reading and hashing its rows", n, db, verified, "s", raw)
    yield figure("audit rows verified, a second", n, db, n / verified, "1/s", n / raw)
    origin.reset(token)


def _share(db: str, olive: Any, client: Any) -> Iterator[dict[str, Any]]:
    """An invite alone, and one event written by itself in a transaction of its own, as all of them do."""
    people = [[Invitee(f"p{number}@acme.example", f"Person {number}")] for number in range(ACTIONS)]
    for some in people[:5]:
        invite(olive, client, people=some)
    actions = sorted(_timed(lambda some=some: invite(olive, client, people=some)) for some in people[5:])
    events = sorted(_timed(lambda: record(olive, Name.INVITE_SENT, Entry(client_id=client.pk))) for _ in range(ACTIONS))
    action, event = actions[len(actions) // 2], events[len(events) // 2]
    yield figure("one audit row, beside the invite that writes it", ACTIONS, db, event * 1000, "ms", action * 1000)


def _write(n: int, olive: Any, client: Any) -> None:
    for begin in range(0, n, AT_ONCE):
        entries = (
            Entry(client.pk, uuid7(), uuid7(), {"name": f"Person {number}", "to": "person@example.com"})
            for number in range(begin, min(n, begin + AT_ONCE))
        )
        record_many(olive, Name.INVITE_SENT, entries)


def _raw() -> str:
    """The floor: every column of every row leaves the database once and is hashed once, as it comes."""
    names = ", ".join(connection.ops.quote_name(field.column) for field in Event._meta.concrete_fields)
    digest, last = hashlib.sha256(), None
    with connection.cursor() as cursor:
        while True:
            after, params = ("WHERE id > %s ", [last]) if last else ("", [])
            cursor.execute(f"SELECT {names} FROM audit_event {after}ORDER BY id LIMIT {AT_ONCE}", params)
            rows = cursor.fetchall()
            for row in rows:
                digest.update("".join(map(str, row)).encode())
            if len(rows) < AT_ONCE:
                return digest.hexdigest()
            last = rows[-1][0]


def _verify(firm: Any, n: int) -> None:
    verdict = chain.verify(firm.pk)
    assert verdict.broken is None
    assert verdict.unsealed == 0
    assert verdict.events >= n


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
