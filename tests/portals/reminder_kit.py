"""The mornings on which reminders are tried, and what was sent on them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from latchstring.mail.models import Message

NEW_YORK = ZoneInfo("America/New_York")
SENT = datetime(2026, 3, 2, 15, 0, tzinfo=NEW_YORK)  # the clock goes forward on the 8th
type At = Callable[[datetime], None]


def morning(day: int, hour: int = 9, minute: int = 0, zone: ZoneInfo = NEW_YORK) -> datetime:
    """So many days after the invite left."""
    return datetime(2026, 3, 2, hour, minute, tzinfo=zone) + timedelta(days=day)


def reminders(**which: Any) -> list[Message]:
    return list(Message.objects.filter(kind="reminder", **which).order_by("id"))
