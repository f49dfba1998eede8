"""One at a time: a process does the same work in one thread, however often it is woken for it."""

from collections.abc import Callable
from functools import wraps
from threading import Event, Lock


def one_at_a_time(work: Callable[[], None]) -> Callable[[], None]:
    """Whoever comes while it runs makes it look once more, and does not wait."""
    again, lock = Event(), Lock()

    @wraps(work)
    def in_turn() -> None:
        again.set()
        while again.is_set() and lock.acquire(blocking=False):
            try:
                again.clear()
                work()
            finally:
                lock.release()

    return in_turn
