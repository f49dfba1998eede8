"""How much email waits and since when, for whoever watches the installation; it costs what waits, not what was sent."""

from collections.abc import Iterator
from typing import Any

from django.db import Error
from django.db.models import Count, Min, Q
from prometheus_client.core import GaugeMetricFamily

from latchstring.kernel import clock
from latchstring.mail.backoff import outage
from latchstring.mail.models import WAITING, Campaign, Message, State


class Backlog:
    """Looked up anew each time that Prometheus asks; without the database only that is told."""

    def describe(self) -> list[Any]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            yield from _figures()
        except Error:
            yield _gauge("database_up", "Whether the database answers.", 0)
        else:
            yield _gauge("database_up", "Whether the database answers.", 1)


def _figures() -> Iterator[GaugeMetricFamily]:
    waiting = Message.objects.filter(state__in=WAITING)
    singles = waiting.filter(campaign=None).aggregate(codes=Count("pk", filter=Q(urgent=True)), all=Count("pk"))
    campaigns = waiting.filter(campaign__isnull=False).count()
    lanes = {"urgent": singles["codes"], "single": singles["all"] - singles["codes"], "campaign": campaigns}
    by_lane = GaugeMetricFamily("latchstring_emails_waiting", "Emails that wait to leave.", labels=["lane"])
    for lane, number in lanes.items():
        by_lane.add_metric([lane], number)
    in_hand = Message.objects.filter(state=State.SENDING, leased_until__isnull=False).count()
    away = outage()
    since = (clock.now() - away.since).total_seconds() if away else 0
    yield by_lane
    yield _gauge("emails_in_hand", "Emails that a worker has claimed.", in_hand)
    yield _gauge("oldest_due_seconds", "How long the email waits that should have left first.", _oldest())
    yield _gauge("mail_server_away_seconds", "How long the mail server has not let us in; 0 while it does.", since)


def _oldest() -> float:
    """Of what nobody holds back."""
    now = clock.now()
    running = Campaign.objects.filter(starts_at__lte=now, paused_at=None, cancelled_at=None, finished_at=None)
    moments = [
        Message.objects.filter(campaign=each, state__in=WAITING, due_at__lte=now).aggregate(first=Min("due_at"))[
            "first"
        ]
        for each in (None, *running.values_list("pk", flat=True))
    ]
    return max(((now - moment).total_seconds() for moment in moments if moment), default=0.0)


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"latchstring_{name}", words, value=value)
