"""When to try again: an email after 1 minute to 24 hours, the mail server itself after 10 seconds to 5 minutes.

Each wait is up to a quarter longer, by chance, so that what failed together doesn't come back together.
"""

import random
from datetime import datetime, timedelta

from latchstring.kernel import clock
from latchstring.mail.models import Outage

_MINUTES = (1, 5, 15, 60, 180, 360, 720, 1152, 1152, 1152)
_UNANSWERED_MINUTES = (1, 360)
_FIRST, _LONGEST = 10, 240  # seconds


def next_attempt(attempts: int) -> datetime | None:
    """After so many failed attempts; None when it is time to give up, after about five days."""
    if attempts > len(_MINUTES):
        return None
    return clock.now() + _jittered(timedelta(minutes=_MINUTES[attempts - 1]))


def next_unanswered(unanswered: int) -> datetime | None:
    """After so many attempts that may have arrived: two more at most, the last one hours later."""
    if unanswered > len(_UNANSWERED_MINUTES):
        return None
    return clock.now() + _jittered(timedelta(minutes=_UNANSWERED_MINUTES[unanswered - 1]))


def outage() -> Outage | None:
    """Why nothing leaves, if that is so."""
    found: Outage | None = Outage.objects.first()
    return found


def server_failed(reason: str) -> None:
    before = outage()
    failures = before.failures + 1 if before else 1
    wait = timedelta(seconds=min(_FIRST * 2 ** min(failures - 1, 10), _LONGEST))
    Outage.objects.update_or_create(
        pk=1,
        defaults={
            "next_try_at": clock.now() + _jittered(wait),
            "failures": min(failures, 1000),
            "reason": reason[:500],
        },
    )


def server_answered() -> None:
    Outage.objects.all().delete()


def _jittered(wait: timedelta) -> timedelta:
    return wait * random.uniform(1, 1.25)  # noqa: S311
