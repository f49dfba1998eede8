"""The bar of a send, cut by outcome, and the same figures as a list."""

from dataclasses import dataclass
from typing import Any

WIDTH, GAP = 2000, 3


@dataclass(frozen=True, slots=True)
class Segment:
    status: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """``glyph`` is the symbol, ``tone`` what colours it."""

    label: str
    count: int
    glyph: str
    tone: str


def segments(progress: Any) -> list[Segment]:
    """In a box 2,000 wide; what is still queued is the empty rest at the right."""
    found, x, whole = [], 0, max(progress.selected, 1)
    for status, count in _parts(progress):
        width = round(WIDTH * count / whole)
        if width:
            found.append(Segment(status, x, max(width - GAP, 1)))
        x += width
    return found


def _parts(progress: Any) -> list[tuple[str, int]]:
    """``accepted`` people are a part of those sent or delivered: they are shown once."""
    accepted = progress.accepted
    delivered = max(progress.delivered - accepted, 0)
    sent = max(progress.sent - max(accepted - progress.delivered, 0), 0)
    return [
        ("accepted", accepted),
        ("delivered", delivered),
        ("sent", sent),
        ("email-inactive", progress.inactive + progress.failed),
        ("skipped", progress.skipped + progress.cancelled),
    ]


def outcomes(progress: Any) -> list[Outcome]:
    shares = dict(_parts(progress))
    rows = [
        Outcome("Accepted", shares["accepted"], "s-accepted", "accepted"),
        Outcome("Delivered", shares["delivered"], "s-delivered", "delivered"),
        Outcome("Sent", shares["sent"], "s-sent", "sent"),
        Outcome("Email inactive", progress.inactive, "s-email-inactive", "email-inactive"),
        Outcome("Skipped", progress.skipped, "s-removed", "expired"),
        Outcome("Queued", progress.queued, "s-queued", "queued"),
    ]
    if progress.failed:
        rows.insert(4, Outcome("Failed", progress.failed, "s-email-inactive", "email-inactive"))
    if progress.cancelled:
        rows.insert(-1, Outcome("Cancelled", progress.cancelled, "s-removed", "removed"))
    return rows
