"""The two lists of the Manager: people with a portal, clients without one."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.portals.queries.manager import manager_rows
from latchstring.portals.queries.recipients import count
from latchstring.portals.queries.without import without_rows
from latchstring.portals.selection import Selection
from latchstring.web.common import htmx
from latchstring.web.common.requests import Request
from latchstring.web.firm.manager import context
from latchstring.web.firm.manager.doors import manager_door
from latchstring.web.firm.manager.params import ListQuery


@require_safe
@manager_door
def with_users(request: Request) -> HttpResponse:
    query = ListQuery.of_people(request.GET)
    if "count" in request.GET:
        return JsonResponse({"count": count(request.actor, Selection("filter", filter=query.filter), of="people")})
    page = manager_rows(request.actor, query.people, query.sort, query.cursor)
    return _answer(request, "with_users", context.with_users(request, query, page))


@require_safe
@manager_door
def without(request: Request) -> HttpResponse:
    query = ListQuery.of_clients(request.GET)
    if "count" in request.GET:
        return JsonResponse({"count": count(request.actor, Selection("filter", filter=query.filter))})
    page = without_rows(request.actor, query.clients, query.sort, query.cursor)
    return _answer(request, "without", context.without(request, query, page))


def _answer(request: Request, name: str, page: dict[str, Any]) -> HttpResponse:
    """The whole page, or for htmx the list with its tools."""
    part = "#list" if request.htmx and not request.htmx.history_restore_request else ""
    response = render(request, f"firm/manager/{name}.html{part}", page)
    return htmx.push(response, page["here"]) if part else response
