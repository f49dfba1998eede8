"""All clients: search, narrow, sort, page, tick."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.clients.queries import SORTS, client_rows, total
from latchstring.policy.actions import Action
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.choices import choices
from latchstring.web.firm.clients.params import COLUMNS, ListQuery

_CLASSES = {
    "name": "",
    "number": "c-status col-3",
    "kind": "c-kind col-3",
    "contact": "col-1",
    "tags": "c-client col-3",
    "owner": "c-owner col-2",
    "portal": "c-kind",
    "added": "c-login col-3",
}


@dataclass(frozen=True, slots=True)
class Head:
    """``next`` is empty where the column is no sort."""

    label: str
    css: str
    next: str
    direction: str


@staff_door
@require_safe
def index(request: Request) -> HttpResponse:
    actor, query = request.actor, ListQuery.of(request.GET)
    actor.require(Action.CLIENT_VIEW)
    if "count" in request.GET:
        return JsonResponse({"count": total(actor, query.filter)})
    page = client_rows(actor, query.filter, query.sort, query.cursor)
    context = _choosing(request, query) | {
        "page": page,
        "previous_url": query.at(page.previous),
        "next_url": query.at(page.next),
        "total": total(actor, query.filter, page),
        "may_add": actor.may(Action.CLIENT_EDIT),
        "may_import": actor.may(Action.CLIENTS_IMPORT),
        "may_export": actor.may(Action.CLIENTS_EXPORT),
    }
    return render(request, "firm/clients/" + ("index.html#list" if request.htmx else "index.html"), context)


def _choosing(request: Request, query: ListQuery) -> dict[str, Any]:
    shown = {"name": "Client"} | {key: label for key, label in COLUMNS.items() if key not in query.hide}
    return {
        "query": query,
        "choices": choices(request.actor, query),
        "columns": [(label, key not in query.hide, query.toggled(key)) for key, label in COLUMNS.items()],
        "heads": [_head(query, key, label) for key, label in shown.items()],
        "shown": shown,
        "hidden": [(name, query.fields[name]) for name in ("sort", "hide") if name in query.fields],
        "filter_json": json.dumps(query.filter_fields),
        "all_json": json.dumps({"mode": "filter", "filter": query.filter_fields, "excluded": []}),
    }


def _head(query: ListQuery, key: str, label: str) -> Head:
    sortable = query.next_sort(key) if key in SORTS else ""
    return Head(label, _CLASSES[key], sortable, query.direction(key))
