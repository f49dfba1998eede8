"""UUID version 7 (RFC 9562): sorts by creation time and can't be guessed."""

import os
import time
from datetime import datetime
from threading import Lock
from uuid import UUID

_RANDOM_BITS = 74
_STEP_BITS = 54
_STEP_BACK = 10_000  # milliseconds; a clock that was further ahead was wrong
_lock = Lock()
_last = 0


def uuid7() -> UUID:
    """Later than the ids this process made before, also within one millisecond or after a small step of the clock."""
    global _last  # noqa: PLW0603
    with _lock:
        random = int.from_bytes(os.urandom(16))
        fresh = (time.time_ns() // 1_000_000 << _RANDOM_BITS) | random >> _STEP_BITS
        ahead = (_last >> _RANDOM_BITS) - (fresh >> _RANDOM_BITS)
        _last = fresh if ahead < 0 or ahead > _STEP_BACK else _last + 1 + (random & ((1 << _STEP_BITS) - 1))
        moment, chance = _last >> _RANDOM_BITS, _last & ((1 << _RANDOM_BITS) - 1)
    return UUID(int=moment << 80 | 0x7 << 76 | chance >> 62 << 64 | 0x2 << 62 | chance & ((1 << 62) - 1))


def first_at(moment: datetime) -> UUID:
    """Not after any id made at this moment or later: rows by when they were written, by their keys alone."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def uuid7_at(moment: datetime) -> UUID:
    """A key as it would have been made at another moment, for rows that tell of the past."""
    milliseconds, chance = int(moment.timestamp() * 1000), uuid7().int & ((1 << 80) - 1)
    return UUID(int=milliseconds << 80 | chance)
