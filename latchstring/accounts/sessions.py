"""The sessions of a login, wherever they began."""

from datetime import timedelta
from uuid import UUID

from latchstring.accounts.models import Session
from latchstring.accounts.session_store import SessionStore
from latchstring.audit.record import Origin, origin
from latchstring.kernel import clock

NOTED_EVERY = timedelta(minutes=1)


def open_ones(user_id: UUID) -> list[Session]:
    """The one seen last comes first."""
    rows = Session.objects.filter(user=user_id, expire_date__gt=clock.now())
    return list(rows.order_by("-seen_at", "-logged_in_at")[:100])


def end_all(user_id: UUID, *, but: str = "") -> int:
    """How many ended; ``but`` is the key of one that goes on."""
    return Session.objects.filter(user=user_id).exclude(session_key=but).delete()[0]


def seen(store: SessionStore) -> None:
    """Note that it is in use, and from where: one statement a minute, and none in between."""
    row, now = store.row, clock.now()
    if row is None or row.seen_at > now - NOTED_EVERY:
        return
    row.seen_at, row.address = now, (origin.get() or Origin()).address or row.address
    Session.objects.filter(pk=row.pk).update(seen_at=row.seen_at, address=row.address)
