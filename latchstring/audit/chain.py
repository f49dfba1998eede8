"""Seal committed events into blocks, each bound by hash to all before it, and verify them.

Writers never wait for the chain: events are sealed by the worker shortly after they commit,
in the order of their ids. An event that commits late simply falls into the next block.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

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
    events = list(Event.objects.filter(firm_id=firm_id, seal=None).order_by("id")[:BLOCK])
    if not events:
        return 0
    last = Seal.objects.filter(firm_id=firm_id).order_by("-number").first()
    number, before = (last.number + 1, bytes(last.digest)) if last else (1, _START)
    block = Seal.objects.create(
        firm_id=firm_id, number=number, count=len(events), digest=_digest(before, number, events)
    )
    Event.objects.filter(pk__in=[event.pk for event in events]).update(seal=block)
    return len(events)


def verify(firm_id: UUID) -> Verdict:
    """Recompute every block of a firm, oldest first, and stop at the first that differs."""
    before, expected, events = _START, 1, 0
    for block in Seal.objects.filter(firm_id=firm_id).order_by("number").iterator():
        members = list(Event.objects.filter(firm_id=firm_id, seal=block).order_by("id"))
        whole = block.number == expected and len(members) == block.count
        if not whole or _digest(before, block.number, members) != bytes(block.digest):
            return Verdict(blocks=expected - 1, events=events, unsealed=_unsealed(firm_id), broken=expected)
        before, expected, events = bytes(block.digest), expected + 1, events + len(members)
    return Verdict(blocks=expected - 1, events=events, unsealed=_unsealed(firm_id))


def _unsealed(firm_id: UUID) -> int:
    return Event.objects.filter(firm_id=firm_id, seal=None).count()


def _digest(before: bytes, number: int, events: Iterable[Event]) -> bytes:
    block = hashlib.sha256(before + number.to_bytes(8))
    for event in events:
        content = {name: getattr(event, name) for name in _FIELDS}
        block.update(hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).digest())
    return block.digest()
