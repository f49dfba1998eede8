"""Take back invites whose email was cancelled before it left, as if they had not been sent."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import F

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record_many
from latchstring.kernel import clock
from latchstring.policy.actor import system_actor
from latchstring.portals.ending import end_access
from latchstring.portals.models import Access, Invite


def withdraw(message_ids: Collection[UUID]) -> None:
    """The link before works again where one had been sent; access that came with the invite ends.

    The people are locked. Does nothing for invites that were superseded or revoked.
    """
    invites = Invite.objects.filter(message__in=message_ids, revoked_at=None, superseded_at=None, accepted_at=None)
    taken = {
        person: (firm, created) for person, firm, created in invites.values_list("person_id", "firm_id", "created_at")
    }
    if not taken:
        return
    invites.update(revoked_at=clock.now())
    earlier = _earlier(taken)
    Invite.objects.filter(pk__in=earlier.values()).update(superseded_at=None)
    waiting = Access.objects.filter(person__in=taken, removed_at=None, accepted_at=None)
    ended = [row for row in waiting if row.person_id not in earlier or row.granted_at >= taken[row.person_id][1]]
    for firm_id in {firm for firm, _ in taken.values()}:
        actor, theirs = system_actor(firm_id), [row for row in ended if row.firm_id == firm_id]
        end_access(actor, theirs, reason="The invite was cancelled.")
        entries = [Entry(row.client_id, row.person_id, detail={"cancelled": True}) for row in theirs]
        record_many(actor, Name.ACCESS_REMOVED, entries)


def _earlier(taken: dict[UUID, tuple[UUID, datetime]]) -> dict[UUID, UUID]:
    """Each person's newest invite that did leave and was superseded by the one taken back."""
    rows = Invite.objects.filter(
        person__in=taken,
        revoked_at=None,
        accepted_at=None,
        message__sent_at__isnull=False,
        address=F("person__address"),
    )
    return dict(rows.order_by("person", "id").values_list("person_id", "pk"))
