"""Seal committed events into blocks, each bound by hash to all before it, and verify them.

Writers never wait for the chain: events are sealed by the worker shortly after they commit,
in the order of their ids. An event that commits late simply falls into the next block.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from latchstring.audit.models import Event, Seal

BLOCK = 1000
_START = b"\0" * 32
_FIELDS = (
    "id", "created_at", "name", "actor_kind", "actor_id", "actor_name", "client_id", "person_id",
    "subject_id", "detail", "address", "user_agent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """``broken`` is the number of the first block that doesn't fit, or None where all is well."""

    blocks: int
    events: int
    unsealed: int
    broken: int | None = None


def seal_all() -> int:
    """Seal what is waiting, for every firm; returns how many events were sealed."""
    waiting = Event.objects.filter(seal=None).order_by().values_list("firm_id", flat=True).distinct()
    return sum(seal(firm_id) for firm_id in list(waiting))


def seal(firm_id: UUID) -> int:
    """Seal a firm's waiting events, block by block. Another sealer at work ends this one."""
    total = 0
    try:
        while count := _seal_block(firm_id):
            total += count
    except IntegrityError:
        return total
    return total


@transaction.atomic
def _seal_block(firm_id: UUID) -> int:
    events = _plain(Event.objects.filter(firm_id=firm_id, seal=None).order_by("id")[:BLOCK])
    if not events:
        return 0
    last = Seal.objects.filter(firm_id=firm_id).order_by("-number").first()
    number, before = (last.number + 1, bytes(last.digest)) if last else (1, _START)
    block = Seal.objects.create(
        firm_id=firm_id, number=number, count=len(events), digest=_digest(before, number, events)
    )
    Event.objects.filter(pk__in=[key for key, *_ in events]).update(seal=block)
    return len(events)


def verify(firm_id: UUID) -> Verdict:
    """Recompute every block of a firm, oldest first, and stop at the first that differs."""
    before, expected, events = _START, 1, 0
    for block in Seal.objects.filter(firm_id=firm_id).order_by("number").iterator():
        members = _plain(Event.objects.filter(firm_id=firm_id, seal=block).order_by("id"))
        whole = block.number == expected and len(members) == block.count
        if not whole or _digest(before, block.number, members) != bytes(block.digest):
            return Verdict(blocks=expected - 1, events=events, unsealed=_unsealed(firm_id), broken=expected)
        before, expected, events = bytes(block.digest), expected + 1, events + len(members)
    return Verdict(blocks=expected - 1, events=events, unsealed=_unsealed(firm_id))


def _unsealed(firm_id: UUID) -> int:
    return Event.objects.filter(firm_id=firm_id, seal=None).count()


def _plain(events: QuerySet[Any]) -> list[list[Any]]:
    """Each event as text and JSON, alike in every database: past the models, which would cost several times as much."""
    sql, params = events.values_list(*_FIELDS).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    key, moment = (_dashed, "{}+00:00".format) if connection.vendor == "sqlite" else (_text, str)
    return [
        [
            *(key(id_), moment(created), name, kind, key(actor), actor_name, key(client), key(person), key(subject)),
            *(json.loads(detail), _text(address), agent),
        ]
        for id_, created, name, kind, actor, actor_name, client, person, subject, detail, address, agent in rows
    ]


def _dashed(key: str | None) -> str | None:
    return key and f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _digest(before: bytes, number: int, events: list[list[Any]]) -> bytes:
    text = json.dumps(events, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(before + number.to_bytes(8) + text.encode()).digest()
