"""The moments at which the demo's actions happened, as its log tells them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from latchstring.audit.record import past


@contextmanager
def told_at(moment: datetime) -> Iterator[None]:
    """What actions record inside happened then."""
    token = past.set(moment)
    try:
        yield
    finally:
        past.reset(token)
