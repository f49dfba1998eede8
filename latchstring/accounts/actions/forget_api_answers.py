"""Forget what programs were answered a day ago: nobody sends such a request again."""

from datetime import timedelta

from latchstring.accounts.models import ApiAnswer
from latchstring.kernel import clock

KEPT = timedelta(hours=24)


def forget_api_answers() -> int:
    """How many were forgotten."""
    count: int = ApiAnswer.objects.filter(created_at__lte=clock.now() - KEPT).delete()[0]
    return count
