"""All clients: search, narrow, page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.clients.queries import client_rows, total
from latchstring.policy.actions import Action
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.choices import choices
from latchstring.web.firm.clients.params import ListQuery


@staff_door
@require_safe
def index(request: Request) -> HttpResponse:
    actor, query = request.actor, ListQuery.of(request.GET)
    actor.require(Action.CLIENT_VIEW)
    page = client_rows(actor, query.filter, query.sort, query.cursor)
    context = {
        "query": query,
        "page": page,
        "previous_url": query.at(page.previous),
        "next_url": query.at(page.next),
        "total": total(actor, query.filter),
        "may_add": actor.may(Action.CLIENT_EDIT),
        "may_import": actor.may(Action.CLIENTS_IMPORT),
        "choices": choices(actor, query),
    }
    return render(request, "firm/clients/" + ("index.html#list" if request.htmx else "index.html"), context)
