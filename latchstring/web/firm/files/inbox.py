"""The File inbox: what clients sent, until somebody has looked through it."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.files.queries import inbox
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request

PAGE = 50


@staff_door
@require_safe
def index(request: Request) -> HttpResponse:
    """Newest first; files of one client that came one after the other stand together."""
    page = Paginator(inbox.rows(request.actor), PAGE).get_page(request.GET.get("page"))
    groups = [(client, list(documents)) for client, documents in groupby(page, key=lambda row: row.client)]
    context = {
        "groups": groups,
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "firm/files/inbox.html", context)
