"""Steps that the tests of batches share."""

from latchstring.clients.models import Client
from latchstring.portals.models import InviteBatch
from latchstring.portals.queries.progress import Progress, progress
from tests.cast import Cast, make_client


def many(cast: Cast, count: int) -> list[Client]:
    return [make_client(cast.firm, f"Client {n:04}", (f"Person {n}", f"p{n}@many.example")) for n in range(count)]


def adds_up(batch: InviteBatch) -> Progress:
    batch.refresh_from_db()
    now = progress(batch)
    parts = (now.queued, now.sent, now.delivered, now.inactive, now.failed, now.cancelled, now.skipped)
    assert sum(parts) == now.selected == batch.selected
    return now
