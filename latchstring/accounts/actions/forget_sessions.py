"""Forget sessions that are over, with all they held."""

from latchstring.accounts.models import Session
from latchstring.kernel import clock

AT_ONCE = 1_000


def forget_sessions() -> int:
    """How many were forgotten; a thousand at a time, so that nobody waits for it."""
    over = Session.objects.filter(expire_date__lte=clock.now()).values_list("pk", flat=True)
    count = 0
    while keys := list(over[:AT_ONCE]):
        count += Session.objects.filter(pk__in=keys).delete()[0]
    return count
