"""The rows of the Manager's lists for a file that can be imported again; who took which list is in the log."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from latchstring.audit.names import Name
from latchstring.audit.record import record
from latchstring.clients.models import Client
from latchstring.firms.models import Firm
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.scopes import SCOPE_NAMES, Scope
from latchstring.portals import ends
from latchstring.portals.models import Access
from latchstring.portals.queries.manager import ManagerFilter, ManagerRow, manager_rows
from latchstring.portals.queries.without import WithoutFilter, WithoutRow, without_rows
from latchstring.portals.status import LABELS

SIZE = 500

type Cells = list[str | int]
type Open = tuple[UUID, str, datetime | None]  # a client, what is open there, and until when


def export_people(actor: Actor, filter: ManagerFilter, sort: str) -> Iterator[Cells]:
    """A row for each client record of each person: portal user, email, client, status, invited, last login,
    web sessions, email inactive, why, client number, tags, what is open, last day.
    """
    actor.require(Action.CLIENTS_EXPORT)
    record(actor, Name.CLIENTS_EXPORTED, name="With portal users", show=filter.show, q=filter.q)
    firm = Firm.objects.get(pk=actor.firm_id)
    return (cells for rows in _pages(manager_rows, actor, filter, sort) for cells in _people(actor, firm, rows))


def export_clients(actor: Actor, filter: WithoutFilter, sort: str) -> Iterator[Cells]:
    """Client, type, contact, email, team member, status, client number, tags, why it can't be invited."""
    actor.require(Action.CLIENTS_EXPORT)
    record(actor, Name.CLIENTS_EXPORTED, name="Without client portals", q=filter.q)
    return (cells for rows in _pages(without_rows, actor, filter, sort) for cells in _clients(actor, rows))


def _pages(query: Callable[..., Any], actor: Actor, filter: Any, sort: str) -> Iterator[Any]:
    """Page after page, one in memory at a time."""
    cursor, more = "", True
    while more:
        page = query(actor, filter, sort, cursor, SIZE)
        yield page.rows
        cursor, more = page.next, bool(page.next)


def _people(actor: Actor, firm: Firm, rows: Sequence[ManagerRow]) -> Iterator[Cells]:
    opened = _open(row.id for row in rows)
    for row in rows:
        opened[row.id] = opened[row.id] or [(each.id, each.scope, each.ends_at) for each in row.clients]
    clients = _named(actor, {client_id for row in rows for client_id, _, _ in opened[row.id]})
    day = _days(firm)
    for row in rows:
        for client_id, scope, ends_at in opened[row.id]:
            if client := clients.get(client_id):
                yield [
                    row.name, row.email, client.name, LABELS[row.status], day(row.invited_at),
                    day(row.last_login_at) or "Never", row.web_sessions, day(row.email_inactive_at),
                    row.email_inactive_reason or row.not_delivered_reason, client.number, _tags(client),
                    SCOPE_NAMES[Scope(scope)], ends.last_day(ends_at, firm).isoformat() if ends_at else "",
                ]  # fmt: skip


def _clients(actor: Actor, rows: Sequence[WithoutRow]) -> Iterator[Cells]:
    clients = _named(actor, {row.id for row in rows})
    for row in rows:
        responsible = row.responsible.name if row.responsible else ""
        client = clients[row.id]
        yield [
            row.name, row.kind, row.contact_name, row.email, responsible, LABELS[row.status], client.number,
            _tags(client), row.blocked,
        ]  # fmt: skip


def _open(person_ids: Iterable[UUID]) -> dict[UUID, list[Open]]:
    """What is open to each of these people, by the names of the clients."""
    found: dict[UUID, list[Open]] = defaultdict(list)
    rows = Access.objects.live().filter(person__in=list(person_ids)).order_by("client__sort_name", "client_id")
    for person_id, *opened in rows.values_list("person_id", "client_id", "scope", "ends_at"):
        found[person_id].append((opened[0], opened[1], opened[2]))
    return found


def _named(actor: Actor, ids: set[UUID]) -> dict[UUID, Client]:
    """Those of these that the actor sees, with their tags."""
    clients: Any = Client.objects.visible_to(actor).filter(pk__in=ids).prefetch_related("tags")
    return {client.pk: client for client in clients}


def _tags(client: Client) -> str:
    return "; ".join(sorted(tag.name for tag in client.tags.all()))


def _days(firm: Firm) -> Callable[[datetime | None], str]:
    """Days like 2026-03-04 where the firm is."""
    zone = ZoneInfo(firm.time_zone)
    return lambda moment: moment.astimezone(zone).date().isoformat() if moment else ""
