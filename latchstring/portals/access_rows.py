"""The rows of access that a press of Send writes: made, given back, or waiting once more."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from latchstring.firms.models import Firm
from latchstring.kernel.bulk import insert
from latchstring.policy.scopes import Scope
from latchstring.portals.ends import given_back, to_client
from latchstring.portals.models import Access, PortalUser
from latchstring.portals.newcomers import Person
from latchstring.portals.planning import How, Reach, Target
from latchstring.portals.status import is_over

_SENT = ("queued_at", "sent_at", "delivered_at", "expires_at")


class Grant(NamedTuple):
    """A decision that lets somebody in."""

    how: How
    client: Target
    person: Person
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Giving:
    """One press of Send, as far as access goes. ``limits`` are the columns of a scope and an end that were chosen,
    also for those who wait already; without any they keep theirs."""

    firm_id: UUID
    member_id: UUID | None
    now: datetime
    expires: datetime
    limits: Mapping[str, Any]

    @property
    def marks(self) -> dict[str, Any]:
        return {"granted_by": self.member_id, "granted_at": self.now, **self.limits}

    def moments(self, grant: Grant) -> dict[str, Any]:
        """Who is linked is in at once; who is only attached stands where the person stands."""
        if grant.how is How.ATTACH:
            return {name: getattr(grant.person, name) for name in _SENT}
        return _pending(self.now, self.expires) | ({"accepted_at": self.now} if grant.how is How.LINK else {})

    def row(self, grant: Grant) -> dict[str, Any]:
        ids = {"firm_id": self.firm_id, "person_id": grant.person.pk, "client_id": grant.client.id}
        return ids | self.moments(grant) | self.marks


def let_in(giving: Giving, granted: Sequence[Grant]) -> None:
    """One access per person and client: made, or given back where it was over."""
    wanted = {(each.person.pk, each.client.id): each for each in granted}
    rows = Access.objects.filter(
        person__in={person for person, _ in wanted}, client__in={client for _, client in wanted}
    )
    there = {key: row for row in rows if (key := (row.person_id, row.client_id)) in wanted}
    insert(Access, (giving.row(each) for key, each in wanted.items() if key not in there))
    over = {key: row.pk for key, row in there.items() if is_over(row, giving.now)}
    _give_back(giving, [(wanted[key], pk) for key, pk in over.items()])
    if giving.limits:
        waiting = [row.pk for key, row in there.items() if key not in over]
        Access.objects.filter(pk__in=waiting, accepted_at=None).update(**giving.limits)


def _give_back(giving: Giving, over: Iterable[tuple[Grant, UUID]]) -> None:
    alike: dict[tuple[tuple[str, Any], ...], list[UUID]] = defaultdict(list)
    for grant, pk in over:
        alike[tuple(giving.moments(grant).items())].append(pk)
    for moments, some in alike.items():
        columns = _pending(giving.now, giving.expires) | dict(moments) | given_back() | giving.marks
        Access.objects.filter(pk__in=some).update(**columns)


def wait_again(people: Set[UUID], now: datetime, expires: datetime) -> None:
    """The newest invite is the one that counts, for the person and for all that still waits for them."""
    moments = _pending(now, expires)
    PortalUser.objects.filter(pk__in=people).update(**moments, invited_at=now, not_delivered_reason="")
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


type Reached = Mapping[tuple[UUID, UUID], Access]


def narrow(person_ids: Collection[UUID], client_ids: Collection[UUID]) -> Reached:
    """Their access that is narrow or ends, by person and client."""
    rows = Access.objects.filter(person__in=person_ids, client__in=client_ids)
    found = rows.exclude(scope=Scope.EVERYTHING, ends_at=None) if person_ids else ()
    return {(row.person_id, row.client_id): row for row in found}


def limits_told(firm: Firm, person_ids: Collection[UUID], client_ids: Collection[UUID]) -> dict[tuple[UUID, UUID], str]:
    """What an email says of it."""
    return {key: to_client(row.scope, row.ends_at, firm) for key, row in narrow(person_ids, client_ids).items()}
