"""Which people a filter of the Manager shows to whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from latchstring.clients.models import Client
from latchstring.kernel import clock
from latchstring.policy.actor import Actor
from latchstring.portals.models import Access, Phase, PortalUser
from latchstring.portals.search import people_found

SOON = timedelta(days=7)
QUIET = timedelta(days=90)

LIVE = (Phase.PENDING, Phase.ACTIVE)
PHASES = {
    "all": LIVE,
    "invited": (Phase.PENDING,),
    "logged-in": (Phase.ACTIVE,),  # who was removed and invited anew is waited for again
    "expired": (Phase.PENDING,),
    "expiring": (Phase.PENDING,),
    "inactive": LIVE,
    "never": LIVE,
    "quiet": (Phase.ACTIVE,),
    "removed": (Phase.REMOVED,),
}

OWN_INDEX = {
    "logged-in": "last_login_at",
    "never": "last_login_at",
    "quiet": "last_login_at",
    "inactive": "email_inactive_at",
    "expired": "expires_at",
    "expiring": "expires_at",
}
TIMED = {"expired", "expiring", "quiet"}
"""Whom these show changes with the hour."""
FEW = 500


@dataclass(frozen=True, slots=True)
class ManagerFilter:
    """``show`` is a key of PHASES, ``team`` a responsible member's id, ``tag`` a tag's name."""

    show: str = "all"
    q: str = ""
    team: UUID | None = None
    tag: str = ""

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Self:
        """From what a page or a stored selection holds; anything unknown is left out."""
        show = data.get("show", "all")
        return cls(
            show=show if show in PHASES else "all",
            q=data.get("q", "").strip(),
            team=key_of(data, "team"),
            tag=data.get("tag", ""),
        )


def key_of(data: Mapping[str, str], name: str) -> UUID | None:
    try:
        return UUID(data[name])
    except (KeyError, ValueError, AttributeError):
        return None


def branches(actor: Actor, filter: ManagerFilter, column: str) -> list[QuerySet[Any]]:
    """One queryset for each phase shown: each is a range of every sort's index. ``column`` is what is sorted by."""
    parts = by_phase(_any_phase(actor, filter), filter)
    own = OWN_INDEX.get(filter.show)
    if own in {None, column} or filter.q or filter.team or filter.tag:
        return parts
    return [_few_or_all(part, str(own)) for part in parts]


def by_phase(rows: QuerySet[Any], filter: ManagerFilter) -> list[QuerySet[Any]]:
    return [rows.filter(phase=phase) for phase in PHASES[filter.show]]


def shown_at(firm: Any, filter: ManagerFilter) -> QuerySet[Any]:
    """Whom the drop-down shows of a whole firm, in any phase."""
    rows: QuerySet[Any] = PortalUser.objects.filter(_shown(filter), firm=firm)
    return rows


def _few_or_all(part: QuerySet[Any], own: str) -> QuerySet[Any]:
    """A few among many are found by the filter's own index and then sorted; else the sort's index is walked."""
    few = list(part.order_by(own).values_list("pk", flat=True)[: FEW + 1])
    return part if len(few) > FEW else part.filter(pk__in=few)


def matching(actor: Actor, filter: ManagerFilter) -> QuerySet[Any]:
    """All of them in one queryset, unsorted."""
    return _any_phase(actor, filter).filter(phase__in=PHASES[filter.show])


def _any_phase(actor: Actor, filter: ManagerFilter) -> QuerySet[Any]:
    rows = shown_at(actor.firm_id, filter)
    if actor.client_ids is not None or filter.team or filter.tag:
        rows = rows.filter(Exists(_through(actor, filter)))
    return rows.filter(pk__in=people_found(actor, filter.q)) if filter.q else rows


def _shown(filter: ManagerFilter) -> Q:
    now = clock.now()
    waiting = Q(email_inactive_at=None)
    return {
        "logged-in": Q(last_login_at__isnull=False),
        "expired": waiting & Q(expires_at__lte=now),
        "expiring": waiting & Q(expires_at__gt=now, expires_at__lte=now + SOON),
        "inactive": Q(email_inactive_at__isnull=False),
        "never": Q(last_login_at=None),
        "quiet": Q(last_login_at=None) | Q(last_login_at__lt=now - QUIET),
    }.get(filter.show, Q())


def _through(actor: Actor, filter: ManagerFilter) -> QuerySet[Any]:
    """Access to a client that the actor sees and the filter asks for; removed ones show removed people."""
    rows = Access.objects.visible_to(actor).filter(person=OuterRef("pk"))
    if filter.show != "removed":
        rows = rows.live()
    if filter.team:
        rows = rows.filter(client__responsible=filter.team)
    if filter.tag:
        rows = rows.filter(client__in=Client.objects.filter(tags__name=filter.tag, firm_id=actor.firm_id))
    return rows
