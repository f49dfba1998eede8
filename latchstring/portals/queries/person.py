"""What a row of the Manager needs of its person."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class Person(NamedTuple):
    """What a row needs of a PortalUser, without the cost of a model instance."""

    pk: UUID
    name: str
    email: str
    phase: int
    invited_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    expires_at: datetime
    accepted_at: datetime | None
    removed_at: datetime | None
    ends_at: datetime | None
    last_login_at: datetime | None
    web_sessions: int
    email_inactive_at: datetime | None
    email_inactive_reason: str
    not_delivered_reason: str
    suspended_at: datetime | None
    client_count: int
