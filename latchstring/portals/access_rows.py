"""The rows of access that a press of Send writes: made, given back, or waiting once more."""

from collections import defaultdict
from collections.abc import Sequence, Set
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from latchstring.kernel.bulk import insert
from latchstring.portals.ends import given_back
from latchstring.portals.models import Access, PortalUser
from latchstring.portals.newcomers import Person
from latchstring.portals.planning import How, Reach, Target
from latchstring.portals.status import is_over


class Grant(NamedTuple):
    """A decision that lets somebody in."""

    how: How
    client: Target
    person: Person
    reach: Reach | None = None


def let_in(firm_id: UUID, member_id: UUID | None, granted: Sequence[Grant], now: datetime, expires: datetime) -> None:
    """One access per person and client: made, or given back where it was over."""
    wanted = {(each.person.pk, each.client.id): each for each in granted}
    rows = Access.objects.filter(
        person__in={person for person, _ in wanted}, client__in={client for _, client in wanted}
    )
    there = {(row.person_id, row.client_id): row for row in rows}
    by = {"granted_by": member_id, "granted_at": now}
    new = [each for key, each in wanted.items() if key not in there]
    insert(Access, (_row(firm_id, each, now, expires) | by for each in new))
    back: dict[tuple[tuple[str, Any], ...], list[UUID]] = defaultdict(list)
    for key, each in wanted.items():
        if key in there and is_over(there[key], now):
            back[tuple((_pending(now, expires) | _moments(each, now, expires)).items())].append(there[key].pk)
    for moments, again in back.items():
        Access.objects.filter(pk__in=again).update(**dict(moments) | given_back() | by)


def _row(firm_id: UUID, grant: Grant, now: datetime, expires: datetime) -> dict[str, Any]:
    ids = {"firm_id": firm_id, "person_id": grant.person.pk, "client_id": grant.client.id}
    return ids | _moments(grant, now, expires)


def _moments(grant: Grant, now: datetime, expires: datetime) -> dict[str, Any]:
    """Who is linked is in at once; who is only attached stands where the person stands."""
    if grant.how is How.ATTACH:
        return {name: getattr(grant.person, name) for name in ("queued_at", "sent_at", "delivered_at", "expires_at")}
    return _pending(now, expires) | ({"accepted_at": now} if grant.how is How.LINK else {})


def wait_again(people: Set[UUID], now: datetime, expires: datetime) -> None:
    """The newest invite is the one that counts, for the person and for all that still waits for them."""
    moments = _pending(now, expires)
    PortalUser.objects.filter(pk__in=people).update(**moments, invited_at=now)
    del moments["accepted_at"], moments["removed_at"]
    Access.objects.filter(person__in=people, accepted_at=None, removed_at=None).update(**moments)


def _pending(now: datetime, expires: datetime) -> dict[str, Any]:
    return {
        "queued_at": now,
        "sent_at": None,
        "delivered_at": None,
        "expires_at": expires,
        "accepted_at": None,
        "removed_at": None,
    }
