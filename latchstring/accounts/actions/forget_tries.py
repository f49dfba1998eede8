"""Forget tries that count no longer."""

from latchstring.accounts.models import Try
from latchstring.kernel import clock

AT_ONCE = 1_000


def forget_tries() -> int:
    """How many were forgotten; a thousand at a time, so that nobody waits for it."""
    over = Try.objects.filter(until__lte=clock.now()).values_list("pk", flat=True)
    count = 0
    while keys := list(over[:AT_ONCE]):
        count += Try.objects.filter(pk__in=keys).delete()[0]
    return count
