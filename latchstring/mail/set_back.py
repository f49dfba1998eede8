"""A clock that is set back: what was to leave soon by the old time leaves as soon by the new one.

What was promised for an hour of the day (a scheduled batch, the end of quiet hours) keeps its hour. The clock is
the one that all machines go by: the database's where there are several (``kernel/common_clock.py``).
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

from latchstring.kernel import clock, common_clock
from latchstring.mail.models import WAITING, Campaign, DomainPace, LastLook, Message, Outage, Pace, State

NOTICED = timedelta(minutes=1)
"""An idle worker looks so often."""
FRESH = timedelta(seconds=20)
AFTER_ALL = timedelta(minutes=15)
"""What waits no longer than this waits for so many minutes; longer waits are for an hour of the day."""


def follow() -> None:
    """Note the time; where another look was later than now, bring forward by as much. Twice is once."""
    now = clock.now()
    seen = LastLook.objects.filter(pk=1).values_list("at", flat=True).first()
    if seen is None or not now - FRESH < seen <= now + NOTICED:
        common_clock.ask_again()
        now = clock.now()
        with transaction.atomic():
            last = LastLook.objects.select_for_update().get_or_create(pk=1)[0]
            if last.at > now + NOTICED:
                _bring_forward(now, last.at - now)
            LastLook.objects.filter(pk=1).update(at=now)


def _bring_forward(now: datetime, by: timedelta) -> None:
    of_the_future = Q(created_at__gt=now)
    soon = of_the_future & Q(due_at__lte=F("created_at") + AFTER_ALL)
    waiting = Message.objects.filter(state__in=WAITING)
    relative = waiting.filter(Q(campaign__isnull=False) | Q(state=State.DEFERRED) | soon)
    begun = Campaign.objects.filter(of_the_future, starts_at__lte=F("created_at") + AFTER_ALL)
    _earlier(begun.filter(finished_at=None, cancelled_at=None), now, by, "starts_at")
    surely = by + NOTICED
    _earlier(relative, now, surely, "due_at")
    _earlier(Pace.objects.all(), now, surely, "next_at")
    for model, columns in ((DomainPace, ("next_at", "tail_at")), (Outage, ("next_try_at", "since"))):
        for column in columns:
            _earlier(model.objects.all(), now, surely, column)


def _earlier(rows: Any, now: datetime, by: timedelta, column: str) -> None:
    """Never earlier than now, so that none seems to have waited."""
    rows.filter(**{f"{column}__gt": now}).update(**{column: Greatest(F(column) - by, Value(now))})
