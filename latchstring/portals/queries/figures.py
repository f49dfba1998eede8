"""The figures above the lists: kept for the whole firm, counted live for scoped staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from latchstring.clients import counts
from latchstring.clients.models import Client, Counts
from latchstring.kernel import clock
from latchstring.policy.actor import Actor
from latchstring.portals.models import Access, Phase, PortalUser
from latchstring.portals.queries.filters import ManagerFilter, matching

RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Figures:
    clients: int
    clients_without: int
    clients_reachable: int
    clients_accepted: int
    clients_recent: int
    people_pending: int
    people_active: int
    recording_since: datetime

    @property
    def people(self) -> int:
        return self.people_pending + self.people_active

    @property
    def clients_with(self) -> int:
        return self.clients - self.clients_without


def figures(actor: Actor) -> Figures:
    kept = counts.get(actor.firm_id)
    if actor.client_ids is None:
        return Figures(**{name: getattr(kept, name) for name in Figures.__dataclass_fields__})
    mine = Client.objects.visible_to(actor)
    return Figures(
        **counts.count(mine),
        clients_recent=_recent(mine),
        **_people(matching(actor, ManagerFilter())),
        recording_since=kept.recording_since,
    )


def counted(firm_id: UUID) -> dict[str, int]:
    """The portal's figures of a firm counted from the facts: the oracle of the kept ones."""
    people = PortalUser.objects.filter(firm=firm_id)
    return {**_people(people), "clients_recent": _recent(Client.objects.filter(firm=firm_id))}


def recount_recent(firm_id: UUID) -> None:
    recent = _recent(Client.objects.filter(firm=firm_id))
    Counts.objects.filter(firm=firm_id).exclude(clients_recent=recent).update(clients_recent=recent)


def _people(people: QuerySet[Any]) -> dict[str, int]:
    found: dict[str, int] = people.aggregate(
        people_pending=Count("pk", filter=Q(phase=Phase.PENDING)),
        people_active=Count("pk", filter=Q(phase=Phase.ACTIVE)),
    )
    return found


def _recent(clients: QuerySet[Any]) -> int:
    """Active clients where somebody logged in lately."""
    lately = Access.objects.live().filter(
        client=OuterRef("pk"),
        accepted_at__isnull=False,
        person__last_login_at__gt=clock.now() - RECENT,
    )
    return int(clients.filter(Exists(lately), inactive_at=None).count())
