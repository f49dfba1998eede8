"""So many emails of campaigns a minute per recipient domain, for all firms and workers together.

What is over its domain's pace gets a later ``due_at``, one after the other, and holds up nobody else.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings

from latchstring.kernel import clock
from latchstring.mail.models import DomainPace

BURST = timedelta(seconds=5)
"""So much of a domain's time may be used at once."""
LONGEST = timedelta(hours=1)
"""Places further ahead are given anew from the front: those who waited there may have been cancelled."""


class Addressed(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def to_address(self) -> str: ...


def later(messages: Sequence[Addressed]) -> dict[UUID, datetime]:
    """Those that must wait, and until when; the others leave now and are counted. Called inside a transaction."""
    held: dict[UUID, datetime] = {}
    for domain, (a_minute, ids) in sorted(_paced(messages).items()):
        row = _row(domain)
        each = timedelta(minutes=1) / a_minute
        now, burst = clock.now(), max(BURST, each)
        row.next_at = max(row.next_at, now)
        go = min(len(ids), max(0, (now + burst - row.next_at) // each))
        row.next_at += each * go
        if not now < row.tail_at < now + LONGEST:
            row.tail_at = max(row.next_at - burst, now)
        for pk in ids[go:]:
            row.tail_at += each
            held[pk] = row.tail_at
        row.save(update_fields=["next_at", "tail_at"])
    return held


def count(messages: Sequence[Addressed]) -> None:
    """What left without asking is counted too."""
    for domain, (a_minute, ids) in sorted(_paced(messages).items()):
        row = _row(domain)
        row.next_at = max(row.next_at, clock.now()) + timedelta(minutes=1) / a_minute * len(ids)
        row.save(update_fields=["next_at"])


def _paced(messages: Iterable[Addressed]) -> dict[str, tuple[int, list[UUID]]]:
    """Domains that have a pace, with it and their messages in order."""
    table: dict[str, int] = settings.DOMAIN_PACE
    found: dict[str, tuple[int, list[UUID]]] = {}
    if table:
        by_domain: dict[str, list[UUID]] = defaultdict(list)
        for message in messages:
            by_domain[message.to_address.rpartition("@")[2].lower()].append(message.id)
        for domain, ids in by_domain.items():
            a_minute = table.get(domain, table.get("*", 0))
            if a_minute:
                found[domain] = (a_minute, ids)
    return found


def _row(domain: str) -> Any:
    return DomainPace.objects.select_for_update().get_or_create(domain=domain[:253])[0]
