"""The last day of access, as people name it, and the moment it ends: the midnight after, where the firm is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.db.models import Case, DateTimeField, F, When

from latchstring.kernel import clock
from latchstring.policy.scopes import SCOPE_NAMES, Scope
from latchstring.portals.refusals import Refusal

LAST = date(2099, 12, 31)
COVERS = {
    Scope.FILES_ONLY: "files only",
    Scope.BILLING_ONLY: "billing only",
    Scope.NO_BILLING: "everything but billing",
}


class HasTimeZone(Protocol):
    @property
    def time_zone(self) -> str: ...


class BadEnd(Refusal):
    """A day on which access can't end."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far access goes that is given now. ``until`` is the last day, where the firm is; None for no end."""

    scope: Scope = Scope.EVERYTHING
    until: date | None = None

    def __bool__(self) -> bool:
        return self != Limits()

    def columns(self, firm: HasTimeZone) -> dict[str, Any]:
        """Of an access row; none without limits. Raises BadEnd."""
        if not self:
            return {}
        return {"scope": self.scope, "ends_at": end_of(self.until, firm) if self.until else None}

    def sentence(self, firm: HasTimeZone) -> str:
        """As an invite says it. Raises BadEnd."""
        return to_client(**self.columns(firm), firm=firm) if self else ""


NO_LIMITS = Limits()


def end_of(day: date, firm: HasTimeZone) -> datetime:
    """Raises BadEnd with a sentence for a day that has come, or one too far away."""
    zone = ZoneInfo(firm.time_zone)
    if day <= clock.now().astimezone(zone).date():
        raise BadEnd("Choose a day after today, or leave it empty. To end access now, remove it.")
    if day > LAST:
        raise BadEnd("This is too far away. Leave it empty for access without an end.")
    return midnight_after(day, firm)


def midnight_after(day: date, firm: HasTimeZone) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(firm.time_zone))


def last_day(ends_at: datetime, firm: HasTimeZone) -> date:
    return (ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(firm.time_zone)).date()


def still_ahead() -> Case:
    """What is kept of an end when access is given again: nothing of one that has passed."""
    return Case(When(ends_at__gt=clock.now(), then=F("ends_at")), output_field=DateTimeField(null=True))


def given_back() -> dict[str, Any]:
    """The columns of access that was over and is not any more."""
    return {"removed_at": None, "removed_by": None, "ends_at": still_ahead()}


def in_data(scope: str, ends_at: datetime | None) -> dict[str, str]:
    """As the log keeps it for machines to read; ``until`` is in UTC, empty for no end."""
    return {"scope": scope, "until": ends_at.astimezone(UTC).isoformat() if ends_at else ""}


def limits(scope: str, ends_at: datetime | None, firm: HasTimeZone) -> str:
    """``Files only · until Apr 30``; empty where access is whole and has no end."""
    parts = [] if scope == Scope.EVERYTHING else [SCOPE_NAMES[Scope(scope)]]
    return " · ".join([*parts, *([f"until {short(ends_at, firm)}"] if ends_at else [])])


def short(ends_at: datetime, firm: HasTimeZone) -> str:
    """The last day as the lists show it."""
    day, today = last_day(ends_at, firm), clock.now().astimezone(ZoneInfo(firm.time_zone)).date()
    return f"{day:%b} {day.day}" + ("" if day.year == today.year else f", {day.year}")


def to_client(scope: str, ends_at: datetime | None, firm: HasTimeZone) -> str:
    """The sentence of an invite that names the limits, with a space before it; empty where there are none."""
    if scope == Scope.EVERYTHING:
        return f" Your access lasts until {_in_words(ends_at, firm)}." if ends_at else ""
    until = f", until {_in_words(ends_at, firm)}" if ends_at else ""
    return f" Your access covers {COVERS[Scope(scope)]}{until}."


def in_full(scope: str, ends_at: datetime | None, firm: HasTimeZone) -> str:
    """``Files only, until April 30, 2027``, as the log keeps it."""
    name = SCOPE_NAMES[Scope(scope)]
    if ends_at is None:
        return name
    return f"{name}, until {_in_words(ends_at, firm)}"


def _in_words(ends_at: datetime, firm: HasTimeZone) -> str:
    day = last_day(ends_at, firm)
    return f"{day:%B} {day.day}, {day.year}"
