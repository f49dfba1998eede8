"""The people of all client portals: filtered, sorted, a page at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, DateTimeField, Min, OuterRef, Q, QuerySet, Subquery, UUIDField, Window
from django.db.models.functions import Coalesce, RowNumber

from latchstring.kernel import clock
from latchstring.kernel.compiled import Compiled, Slot
from latchstring.kernel.cursor import Page
from latchstring.kernel.keyset import Sort, page_of
from latchstring.kernel.many_keys import Keys
from latchstring.policy.actor import Actor
from latchstring.policy.scopes import Scope
from latchstring.portals.models import Access, Phase, PortalUser, live
from latchstring.portals.queries.filters import ManagerFilter, branches, matching
from latchstring.portals.queries.person import Person
from latchstring.portals.queries.plain_pages import is_plain, plain_page_of
from latchstring.portals.selection import Selection
from latchstring.portals.status import UNDER_WAY, Status, status_of

__all__ = ["SORTS", "ManagerFilter", "ManagerRow", "manager_rows", "people_selected", "rows_of"]

NAMED_CLIENTS = 3

SORTS = {
    "name": Sort("sort_name"),
    "client": Sort("first_client"),
    "status": Sort("status_order"),
    "invited": Sort("invited_at"),
    "last-login": Sort("last_login_at", nullable=True),
    "sessions": Sort("web_sessions"),
    "inactive": Sort("email_inactive_at", nullable=True),
}

_CLIENT = ("client_id", "client__name", "scope", "ends_at")

FILLED = {"logged-in": "last_login_at", "inactive": "email_inactive_at"}  # what a filter leaves no empty one of


class ClientName(NamedTuple):
    """A client of somebody's, and how far their access to it goes."""

    id: UUID
    name: str
    scope: str = Scope.EVERYTHING
    ends_at: datetime | None = None


class ManagerRow(NamedTuple):
    """One person; ``clients`` are the first few that the actor sees, of ``client_count``."""

    id: UUID
    name: str
    email: str
    status: Status
    phase: Phase
    invited_at: datetime
    expires_at: datetime
    removed_at: datetime | None
    last_login_at: datetime | None
    web_sessions: int
    email_inactive_at: datetime | None
    email_inactive_reason: str
    not_delivered_reason: str
    suspended_at: datetime | None
    clients: Sequence[ClientName]
    client_count: int

    @property
    def first_client(self) -> str:
        return self.clients[0].name if self.clients else ""

    @property
    def first_client_id(self) -> UUID | None:
        return self.clients[0].id if self.clients else None


def manager_rows(
    actor: Actor, filter: ManagerFilter, sort: str = "name", cursor: str = "", size: int = 50
) -> Page[ManagerRow]:
    """``sort`` is a key of SORTS, after ``-`` for descending; a cursor we did not write is the first page."""
    chosen = replace(SORTS.get(sort.removeprefix("-"), SORTS["name"]), descending=sort.startswith("-"))
    if filter.show in FILLED and chosen.column == FILLED[filter.show]:
        chosen = replace(chosen, nullable=False)
    if is_plain(actor, filter, chosen):
        people, onward, behind = plain_page_of(actor, filter, chosen, cursor, size)
        return Page(_rows(actor, people), onward, behind)
    rows = branches(actor, filter, chosen.column)
    if actor.client_ids is not None and chosen.column == "first_client":
        rows = [branch.annotate(first_mine=_first_of(actor)) for branch in rows]
        chosen = replace(chosen, column="first_mine")
    found, onward, behind = page_of(rows, chosen, cursor, size, Person._fields)
    return Page(_rows(actor, [Person(*row) for row in found]), onward, behind)


def people_selected(actor: Actor, selection: Selection) -> QuerySet[Any]:
    """The people a selection means at this moment, and never one the actor can't see."""
    if selection.mode == "ids":
        chosen: QuerySet[Any] = PortalUser.objects.visible_to(actor).filter(pk__in=selection.ids)
        return chosen
    rows = matching(actor, ManagerFilter.of(selection.filter))
    return rows.exclude(pk__in=selection.excluded) if selection.excluded else rows


def rows_of(actor: Actor, ids: Sequence[UUID]) -> list[ManagerRow]:
    """These people, in this order; whoever is gone is left out."""
    found = PortalUser.objects.filter(pk__in=ids).values_list(*Person._fields)
    people = {person.pk: person for person in map(Person._make, found)}
    return _rows(actor, [people[pk] for pk in ids if pk in people])


def _rows(actor: Actor, people: Sequence[Person]) -> list[ManagerRow]:
    """With the clients behind them: one statement for those with few, one for those with many."""
    now = clock.now()
    few = [person.pk for person in people if 0 < person.client_count <= NAMED_CLIENTS]
    many = [person.pk for person in people if not 0 < person.client_count <= NAMED_CLIENTS]
    names: dict[UUID, list[ClientName]] = defaultdict(list)
    counts: dict[UUID, int] = {}
    for pk, *client in _few_clients(actor, few) if few else ():
        names[pk].append(ClientName(*client))
    for pk, of, *client in _many_clients(actor, many) if many else ():
        names[pk].append(ClientName(*client))
        counts[pk] = of
    return [_row(person, status_of(person, now), tuple(names[person.pk]), counts.get(person.pk)) for person in people]


def _row(person: Person, status: Status, clients: tuple[ClientName, ...], count: int | None) -> ManagerRow:
    return ManagerRow(
        id=person.pk,
        name=person.name,
        email=person.email,
        status=status,
        phase=Phase(person.phase),
        invited_at=person.invited_at,
        expires_at=person.expires_at,
        removed_at=person.removed_at,
        last_login_at=person.last_login_at,
        web_sessions=person.web_sessions,
        email_inactive_at=person.email_inactive_at,
        email_inactive_reason=person.email_inactive_reason,
        not_delivered_reason=person.not_delivered_reason if status in UNDER_WAY else "",
        suspended_at=person.suspended_at,
        clients=clients,
        client_count=len(clients) if count is None else count,
    )


def _few_clients(actor: Actor, ids: Sequence[UUID]) -> Iterable[Any]:
    if actor.client_ids is None:
        return _FEW_OF_ALL.rows(firm=actor.firm_id, now=clock.now(), people=ids)
    return _few(Access.objects.visible_to(actor), clock.now(), ids)


def _few(rows: QuerySet[Any], now: Any, people: Any) -> QuerySet[Any]:
    there = rows.filter(live(now), person__in=people)
    return there.order_by("client__sort_name", "client_id").values_list("person_id", *_CLIENT)


_FEW_OF_ALL = Compiled(
    lambda: _few(Access.objects.filter(firm=Slot("firm", UUIDField())), Slot("now", DateTimeField()), Keys("people"))
)


def _many_clients(actor: Actor, ids: Sequence[UUID]) -> Iterable[Any]:
    """Of people with many clients the first ones; of removed people those that they had."""
    rows = Access.objects.visible_to(actor).filter(live() | Q(person__phase=Phase.REMOVED), person__in=ids)
    first: Iterable[Any] = (
        rows.annotate(
            place=Window(RowNumber(), partition_by="person_id", order_by=["client__sort_name", "client_id"]),
            of=Window(Count("pk"), partition_by="person_id"),
        )
        .filter(place__lte=NAMED_CLIENTS)
        .order_by("person_id", "place")
        .values_list("person_id", "of", *_CLIENT)
    )
    return first


def _first_of(actor: Actor) -> Coalesce:
    """The first client's name among those that scoped staff see: others' names don't even sort."""
    mine = Access.objects.visible_to(actor).filter(person=OuterRef("pk"))
    there = mine.live().order_by().values("person").annotate(n=Min("client__sort_name"))
    gone = mine.order_by().values("person").annotate(n=Min("client__sort_name"))
    return Coalesce(Subquery(there.values("n")), Subquery(gone.values("n")))
