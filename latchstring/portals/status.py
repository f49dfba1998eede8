"""Where an invitation stands, derived from its moments in one place: as Python and as SQL."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from django.db.models import Case, PositiveSmallIntegerField, Q, Value, When


class Status(StrEnum):
    NOT_INVITED = "not-invited"
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    EMAIL_INACTIVE = "email-inactive"
    REMOVED = "removed"


LABELS = {
    Status.NOT_INVITED: "Not invited",
    Status.QUEUED: "Queued",
    Status.SENT: "Sent",
    Status.DELIVERED: "Delivered",
    Status.ACCEPTED: "Accepted",
    Status.EXPIRED: "Expired",
    Status.EMAIL_INACTIVE: "Email inactive",
    Status.REMOVED: "Removed",
}

ORDER = {status: place for place, status in enumerate(Status)}
"""What ``PortalUser.status_order`` holds."""

UNDER_WAY = (Status.QUEUED, Status.SENT, Status.DELIVERED)
"""An invite that may still come in, and of which the mail server may have said that it won't."""


class HasMoments(Protocol):
    @property
    def sent_at(self) -> datetime | None: ...
    @property
    def delivered_at(self) -> datetime | None: ...
    @property
    def expires_at(self) -> datetime: ...
    @property
    def accepted_at(self) -> datetime | None: ...
    @property
    def removed_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...


def status_of(row: HasMoments, now: datetime, *, person: Any = None) -> Status:
    """The status of a person, or one access, which takes what is wrong with the email from its ``person``."""
    person = person or row
    ladder = (
        (is_over(row, now), Status.REMOVED),
        (row.accepted_at, Status.ACCEPTED),
        (getattr(person, "email_inactive_at", None), Status.EMAIL_INACTIVE),
        (row.expires_at <= now, Status.EXPIRED),
        (row.delivered_at, Status.DELIVERED),
        (row.sent_at, Status.SENT),
    )
    return next((status for holds, status in ladder if holds), Status.QUEUED)


def is_over(row: HasMoments, now: datetime) -> bool:
    """Removed, or past its end: read as removed, whether or not that has been noted."""
    return bool(row.removed_at or (row.ends_at and row.ends_at <= now))


def status_case(now: datetime) -> Case:
    """The place in ORDER of a person, as SQL."""
    return Case(
        When(Q(removed_at__isnull=False) | Q(ends_at__lte=now), then=Value(ORDER[Status.REMOVED])),
        When(accepted_at__isnull=False, then=Value(ORDER[Status.ACCEPTED])),
        When(email_inactive_at__isnull=False, then=Value(ORDER[Status.EMAIL_INACTIVE])),
        When(expires_at__lte=now, then=Value(ORDER[Status.EXPIRED])),
        When(delivered_at__isnull=False, then=Value(ORDER[Status.DELIVERED])),
        When(sent_at__isnull=False, then=Value(ORDER[Status.SENT])),
        default=Value(ORDER[Status.QUEUED]),
        output_field=PositiveSmallIntegerField(),
    )
