"""How each language writes a date and an hour, on pages and in emails alike."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple


class Style(NamedTuple):
    """Patterns that a datetime fills."""

    day: str
    day_and_year: str
    words: str
    words_and_year: str
    long_day: str
    hour: Callable[[datetime], str]


STYLES = {
    "en-us": Style(
        day="{0:%b} {0.day}",
        day_and_year="{0:%b} {0.day}, {0.year}",
        words="{0:%a, %B} {0.day}",
        words_and_year="{0:%a, %B} {0.day}, {0.year}",
        long_day="{0:%B} {0.day}",
        hour=lambda local: f"{local.hour % 12 or 12}:{local:%M %p}",
    ),
    "en-gb": Style(
        day="{0.day} {0:%b}",
        day_and_year="{0.day} {0:%b} {0.year}",
        words="{0:%a}, {0.day} {0:%B}",
        words_and_year="{0:%a}, {0.day} {0:%B} {0.year}",
        long_day="{0.day} {0:%B}",
        hour=lambda local: f"{local:%H:%M}",
    ),
}


def style_of(language: str | None) -> Style:
    """American where a language is none of ours."""
    return STYLES.get(language or "", STYLES["en-us"])
