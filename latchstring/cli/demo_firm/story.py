"""When things happened to a person of the demo: moments told from the book's days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from latchstring.cli.demo_firm.clients import Told


@dataclass(frozen=True, slots=True)
class Story:
    queued_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    expires_at: datetime
    opened_at: datetime | None
    accepted_at: datetime | None
    removed_at: datetime | None
    came_back_at: datetime | None
    last_login_at: datetime | None


def story(told: Told, now: datetime) -> Story:
    """The moments of one person; nothing lies in the future."""
    queued = now - timedelta(days=told.invited, hours=3, minutes=len(told.name))
    left = queued + timedelta(seconds=4)
    waits, back = told.status == "queued", told.status == "inactive"
    accepted = min(queued + timedelta(hours=7 + 5 * len(told.name)), now - timedelta(hours=2))
    came = now - timedelta(days=told.last_login, minutes=9 * len(told.name))
    return Story(
        queued_at=queued,
        sent_at=None if waits else left,
        delivered_at=None if waits or back else left + timedelta(seconds=2),
        expires_at=queued + timedelta(days=30),
        opened_at=accepted - timedelta(minutes=2) if told.status == "accepted" else None,
        accepted_at=accepted if told.status == "accepted" else None,
        removed_at=queued + timedelta(days=20) if told.status == "removed" else None,
        came_back_at=left + timedelta(seconds=2) if back else None,
        last_login_at=max(accepted, came) if told.status == "accepted" else None,
    )
