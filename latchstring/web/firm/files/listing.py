"""The files of a client, one folder at a time."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.clients.models import Client
from latchstring.files import limits
from latchstring.files.models import Folder
from latchstring.files.queries import listing
from latchstring.files.queries.audience import people_with_access
from latchstring.web.common.doors import staff_door
from latchstring.web.common.found_files import the_client, the_folder_here
from latchstring.web.common.requests import Request
from latchstring.web.firm.clients.tabs import tabs
from latchstring.web.firm.files import places


@staff_door
@require_safe
def index(request: Request, client_id: UUID) -> HttpResponse:
    client = the_client(request, client_id)
    folder = the_folder_here(request, client)
    return render(request, "firm/files/files.html", _context(request, client, folder))


def refused(
    request: Request, client: Client, folder: Folder | None, sentences: list[str], status: int = 422
) -> HttpResponse:
    """The list once more, with what could not be done on top."""
    context = _context(request, client, folder) | {"refusals": sentences}
    return render(request, "firm/files/files.html", context, status=status)


def _context(request: Request, client: Client, folder: Folder | None) -> dict[str, Any]:
    found = listing.rows(request.actor, client, folder, after=request.GET.get("after", ""))
    here = places.folder(client, folder)
    return {
        "client": client,
        "tabs": tabs(request.actor, client),
        "folder": folder,
        "trail": found.path,
        "listing": found,
        "where": f"?folder={folder.pk}" if folder else "",
        "first_url": here if request.GET.get("after") else "",
        "next_url": f"{here}{'&' if folder else '?'}after={found.next}" if found.next else "",
        "largest": limits.in_words(),
        "audience": people_with_access(client),
    }
