"""The File inbox: what clients sent, until somebody has looked through it."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.files.queries import inbox
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.files import places


@staff_door
@require_safe
def index(request: Request) -> HttpResponse:
    """Newest first; files of one client that came one after the other stand together."""
    page = inbox.page(request.actor, places.cursor(request))
    groups = [(client, list(documents)) for client, documents in groupby(page.rows, key=lambda row: row.client)]
    return render(request, "firm/files/inbox.html", {"groups": groups, **places.around(page)})
