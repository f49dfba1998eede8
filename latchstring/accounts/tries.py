"""Tries counted in the database that all servers share: by nobody's clock but the row's, and none slips past."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, QuerySet

from latchstring.accounts.models import Try
from latchstring.kernel import clock


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``amount`` tries under this mark within so many seconds."""

    mark: str
    amount: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Spent:
    """A counted try. Taking it back leaves every other try counted, so that one good login resets nothing."""

    ids: tuple[UUID, ...]

    def take_back(self) -> None:
        Try.objects.filter(pk__in=self.ids).delete()


class Exceeded(Exception):
    """``until`` is when the next try is open."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(f"Too many tries until {until:%H:%M:%S}.")


def spend(limits: Sequence[Limit]) -> Spent:
    """Count a try under each of these marks. Raises Exceeded, and then counts nothing.

    The try is committed before it is counted: of those that come at once, each sees all that came before it.
    """
    now = clock.now()
    rows = [Try(mark=limit.mark, until=now + timedelta(seconds=limit.seconds)) for limit in limits]
    with transaction.atomic(durable=True):
        Try.objects.bulk_create(rows)
    spent = Spent(tuple(row.pk for row in rows))
    found = _counted([limit.mark for limit in limits])
    for limit in limits:
        count, oldest = found.get(limit.mark, (0, now))
        if count > limit.amount:
            spent.take_back()
            raise Exceeded(oldest)
    return spent


def open_at(limit: Limit) -> datetime | None:
    """When the next try is open, or None where it is now; nothing is counted."""
    count, oldest = _counted([limit.mark]).get(limit.mark, (0, None))
    return oldest if count >= limit.amount else None


def forgive(marks: Collection[str]) -> None:
    Try.objects.filter(mark__in=marks).delete()


def _counted(marks: Collection[str]) -> dict[str, tuple[int, Any]]:
    """How many count under each mark now, and when the oldest of them is over."""
    rows: QuerySet[Any, Any] = Try.objects.filter(mark__in=marks, until__gt=clock.now())
    found = rows.values_list("mark").annotate(count=Count("pk"), oldest=Min("until")).order_by()
    return {mark: (count, oldest) for mark, count, oldest in found}
