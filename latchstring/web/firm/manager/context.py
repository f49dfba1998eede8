"""What the two lists show around their rows."""

import json
import secrets
from typing import Any

from latchstring.portals.queries.figures import figures
from latchstring.portals.queries.sends import under_way
from latchstring.ui.moments import day_within
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager import choices
from latchstring.web.firm.manager.fixes import email_url
from latchstring.web.firm.manager.funnel import funnel
from latchstring.web.firm.manager.heads import client_heads, people_heads
from latchstring.web.firm.manager.params import COLUMNS, PAGE, SHOWS, ListQuery
from latchstring.web.firm.manager.rows import drawn, look
from latchstring.web.firm.manager.sends import drawn as drawn_sends


def with_users(request: Request, query: ListQuery, page: Any) -> dict[str, Any]:
    sums = figures(request.actor)
    totals = {"all": sums.people, "invited": sums.people_pending, "logged-in": sums.people_active}
    total = None if query.q or query.team or query.tag else totals.get(query.show)
    here = _here(request, query)
    return _common(request, query, page, total) | {
        "list": "with",
        "figures": sums,
        "client_count": sums.clients,
        "funnel": funnel(sums),
        "since": day_within(sums.recording_since, request.firm),
        "selectable": _selectable(page, total),
        "heads": people_heads(query),
        "rows": drawn(page.rows, look(request.firm, COLUMNS.keys() - set(query.hide), here)),
        "columns": choices.columns(query),
        "shows": choices.shows(query, totals),
        "show_label": SHOWS[query.show],
        "summary": _people_summary(query, page, sums),
        "request_key": secrets.token_urlsafe(24),
    }


def without(request: Request, query: ListQuery, page: Any) -> dict[str, Any]:
    sums = figures(request.actor)
    unreachable = sums.clients_without - sums.clients_reachable
    total = None if query.narrowed else sums.clients_without
    return _common(request, query, page, total) | {
        "list": "without",
        "figures": sums,
        "client_count": sums.clients,
        "funnel": funnel(sums),
        "since": day_within(sums.recording_since, request.firm),
        "selectable": _selectable(page, None if query.narrowed else sums.clients_reachable),
        "unreachable": unreachable,
        "heads": client_heads(query),
        "summary": _client_summary(query, page, sums),
        "rows": [(row, email_url(row.id, row.contact_id, request.path)) for row in page.rows],
    }


def _common(request: Request, query: ListQuery, page: Any, total: int | None) -> dict[str, Any]:
    last = query.at + len(page.rows) - 1
    team = choices.team(request.actor, query)
    return {
        "under_way": drawn_sends(under_way(request.actor)),
        "query": query,
        "page": page,
        "here": _here(request, query),
        "hidden": query.fields.items() - {("q", query.q)},
        "plain_url": query.url(q="", team=None, tag="", show="all", blocked=False),
        "next_url": query.url(cursor=page.next, at=last + 1) if page.next else "",
        "previous_url": query.url(cursor=page.previous, at=max(1, query.at - PAGE)) if page.previous else "",
        "range": f"{query.at:,} to {last:,}" + (f" of {total:,}" if total is not None else ""),
        "filter_json": json.dumps(query.filter),
        "all_json": json.dumps({"mode": "filter", "filter": query.filter}),
        "team": team,
        "chosen_member": choices.chosen_member(team),
        "tags": choices.tags(request.actor, query),
    }


def _here(request: Request, query: ListQuery) -> str:
    return (request.path + query.url(cursor=query.cursor, at=query.at)).rstrip("?")


def _selectable(page: Any, known: int | None) -> int | None:
    """How many can be ticked in all, where that needs no counting; None where a script has to ask."""
    if page.next or page.previous:
        return known
    return sum(not getattr(row, "blocked", "") for row in page.rows)


def _people_summary(query: ListQuery, page: Any, sums: Any) -> str:
    if not query.narrowed:
        return f"{_many(sums.people, 'portal user')} at {_many(sums.clients_with, 'client')}"
    return _matches(page, "portal user")


def _client_summary(query: ListQuery, page: Any, sums: Any) -> str:
    return _many(sums.clients_without, "client") if not query.narrowed else _matches(page, "client")


def _matches(page: Any, noun: str) -> str:
    if page.next or page.previous:
        return f"More than {PAGE} {noun}s"
    return _many(len(page.rows), noun)


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
