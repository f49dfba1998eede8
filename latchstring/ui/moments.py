"""Moments as people say them, in the zone of a firm or a person and in the language of the page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from latchstring.kernel import clock
from latchstring.kernel.date_styles import STYLES, Style, style_of


class HasTimeZone(Protocol):
    time_zone: str


def day(moment: datetime | None, place: HasTimeZone | None = None) -> SafeString | str:
    """Today, Yesterday, Mar 4, then Mar 4, 2025; empty for no moment."""
    return _element(moment, place, _day)


def day_within(moment: datetime | None, place: HasTimeZone | None = None) -> SafeString | str:
    """The same inside a sentence: today, yesterday, Mar 4."""
    return _element(moment, place, _day_within)


def hour(moment: datetime | None, place: HasTimeZone | None = None) -> SafeString | str:
    """9:02 AM."""
    return _element(moment, place, lambda local, _: _hour(local))


def when(moment: datetime | None, place: HasTimeZone | None = None) -> SafeString | str:
    """The hour for today, the day before that: what a timeline shows."""
    return _element(moment, place, lambda local, now: _hour(local) if local.date() == now.date() else _day(local, now))


def date_in_words(moment: datetime | None, place: HasTimeZone | None = None) -> SafeString | str:
    """Sat, March 14: how a client reads a date; with the year where it is another one."""
    return _element(moment, place, _words)


def _element(
    moment: datetime | None, place: HasTimeZone | None, say: Callable[[datetime, datetime], str]
) -> SafeString | str:
    if moment is None:
        return ""
    zone = ZoneInfo(getattr(place, "time_zone", "") or "UTC")
    local = moment.astimezone(zone)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), say(local, clock.now().astimezone(zone))
    )


def _day(local: datetime, now: datetime) -> str:
    if local.date() == now.date():
        return "Today"
    if local.date() == now.date() - timedelta(days=1):
        return "Yesterday"
    style = _style()
    return (style.day if local.year == now.year else style.day_and_year).format(local)


def _day_within(local: datetime, now: datetime) -> str:
    words = _day(local, now)
    return words.lower() if words.endswith("day") else words


def _words(local: datetime, now: datetime) -> str:
    style = _style()
    return (style.words if local.year == now.year else style.words_and_year).format(local)


def _hour(local: datetime) -> str:
    return _style().hour(local)


def sample(moment: datetime, language: str) -> str:
    """How this language writes a date and an hour: March 1, 2:30 PM."""
    style = STYLES[language]
    return f"{style.words.format(moment)}, {style.hour(moment)}"


def _style() -> Style:
    return style_of(get_language())
