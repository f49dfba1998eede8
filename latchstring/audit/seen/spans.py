"""Stretches of time in which something was so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from latchstring.audit.models import Event

EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` to just before ``end``, or to this day. ``granted`` began it; ``scope`` is how far it goes."""

    start: datetime
    end: datetime | None = None
    granted: Event | None = None
    scope: str = ""


def within(spans: Iterable[Span], limits: Iterable[Span]) -> list[Span]:
    """What of the first lies in one of the second; it keeps who granted it and how far it goes."""
    limits = list(limits)
    cut = (_common(span, limit) for span in spans for limit in limits)
    return [span for span in cut if span]


def outside(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """What of the first lies in none of the second."""
    left = list(spans)
    for other in others:
        after = [Span(other.end)] if other.end else []
        left = [part for span in left for part in within([span], [*_until(span, other), *after])]
    return left


def _until(span: Span, other: Span) -> list[Span]:
    return [Span(span.start, other.start)] if other.start > span.start else []


def _common(span: Span, limit: Span) -> Span | None:
    start, end = max(span.start, limit.start), earlier(span.end, limit.end)
    return replace(span, start=start, end=end) if end is None or start < end else None


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """None is never."""
    return min((each for each in (one, other) if each), default=None)


class Switch:
    """Something that goes on and off, and what began each time it was on."""

    def __init__(self, now: Span | None = None) -> None:
        self.past: list[Span] = []
        self.now = now

    def on(self, span: Span) -> None:
        """Nothing where it is on already."""
        self.now = self.now or span

    def off(self, at: datetime) -> None:
        if self.now:
            end = earlier(self.now.end, at)
            if end is None or end > self.now.start:
                self.past.append(replace(self.now, end=end))
        self.now = None

    @property
    def spans(self) -> list[Span]:
        return [*self.past, *([self.now] if self.now else [])]
