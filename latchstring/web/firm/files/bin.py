"""What was deleted of a client's files, for as long as it can be restored."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.files.queries import binned
from latchstring.web.common.doors import staff_door
from latchstring.web.common.found_files import the_client
from latchstring.web.common.requests import Request


@staff_door
@require_safe
def index(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    found = binned.rows(request.actor, client)
    context = {"client": client, "bin": found, "days": binned.KEPT.days}
    return render(request, "firm/files/bin.html", context)
