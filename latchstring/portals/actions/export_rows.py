"""The rows of the Manager's lists for a file; who took which list is in the log."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from latchstring.audit.names import Name
from latchstring.audit.record import record
from latchstring.firms.models import Firm
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.policy.scopes import SCOPE_NAMES, Scope
from latchstring.portals import ends
from latchstring.portals.queries.manager import ClientName, ManagerFilter, ManagerRow, manager_rows
from latchstring.portals.queries.without import WithoutFilter, without_rows
from latchstring.portals.status import LABELS

SIZE = 500


def export_people(actor: Actor, filter: ManagerFilter, sort: str) -> Iterator[list[str | int]]:
    """Portal user, email, client records, status, invited, last login, web sessions, email inactive, why,
    what is open, last day.
    """
    actor.require(Action.CLIENTS_EXPORT)
    record(actor, Name.CLIENTS_EXPORTED, name="With portal users", show=filter.show, q=filter.q)
    firm = Firm.objects.get(pk=actor.firm_id)
    day = _days(firm)
    return (
        [
            row.name, row.email, _records(row), LABELS[row.status], day(row.invited_at),
            day(row.last_login_at) or "Never", row.web_sessions, day(row.email_inactive_at), row.email_inactive_reason,
            _each(row, lambda client: SCOPE_NAMES[Scope(client.scope)]),
            _each(row, lambda client: ends.last_day(client.ends_at, firm).isoformat() if client.ends_at else ""),
        ]
        for row in _all(manager_rows, actor, filter, sort)
    )  # fmt: skip


def export_clients(actor: Actor, filter: WithoutFilter, sort: str) -> Iterator[list[str | int]]:
    """Client, type, contact, email, team member, status, why it can't be invited."""
    actor.require(Action.CLIENTS_EXPORT)
    record(actor, Name.CLIENTS_EXPORTED, name="Without client portals", q=filter.q)
    return (
        [
            row.name, row.kind, row.contact_name, row.email, row.responsible.name if row.responsible else "",
            LABELS[row.status], row.blocked,
        ]
        for row in _all(without_rows, actor, filter, sort)
    )  # fmt: skip


def _all(rows: Callable[..., Any], actor: Actor, filter: Any, sort: str) -> Iterator[Any]:
    """Page after page, one in memory at a time."""
    cursor, more = "", True
    while more:
        page = rows(actor, filter, sort, cursor, SIZE)
        yield from page.rows
        cursor, more = page.next, bool(page.next)


def _records(row: Any) -> str:
    names = "; ".join(client.name for client in row.clients)
    more = row.client_count - len(row.clients)
    return f"{names} and {more} more" if more > 0 else names


def _each(row: ManagerRow, said: Callable[[ClientName], str]) -> str:
    """What is said of the one client; of several those that differ, each with its name."""
    words = [(client.name, said(client)) for client in row.clients]
    if len({word for _, word in words}) < 2:
        return words[0][1] if words else ""
    return "; ".join(f"{name}: {word}" for name, word in words if word)


def _days(firm: Firm) -> Callable[[datetime | None], str]:
    """Days like 2026-03-04 where the firm is."""
    zone = ZoneInfo(firm.time_zone)
    return lambda moment: moment.astimezone(zone).date().isoformat() if moment else ""
