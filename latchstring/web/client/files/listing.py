"""The files of one client record, one folder at a time."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_safe

from latchstring.clients.models import Client
from latchstring.files.models import Folder
from latchstring.files.queries import listing
from latchstring.web.client.files.rows import rows_of
from latchstring.web.common import records
from latchstring.web.common.doors import client_door
from latchstring.web.common.found_files import the_client, the_folder_here
from latchstring.web.common.requests import Request


@client_door
@require_safe
def index(request: Request, client_id: UUID) -> HttpResponse:
    record = the_client(request, client_id)
    records.remember(request, record)
    folder = the_folder_here(request, record)
    return render(request, "client/files/files.html", _context(request, record, folder))


def refused(
    request: Request, record: Client, folder: Folder | None, sentences: list[str], status: int = 422
) -> HttpResponse:
    """The list once more, with what could not be done on top."""
    context = _context(request, record, folder) | {"refusals": sentences}
    return render(request, "client/files/files.html", context, status=status)


def _context(request: Request, record: Client, folder: Folder | None) -> dict[str, Any]:
    found = listing.rows(request.actor, record, folder, after=request.GET.get("after", ""))
    here = resolve_url("portal-files", record.pk) + (f"?folder={folder.pk}" if folder else "")
    return records.shown(request, record) | {
        "folder": folder,
        "trail": found.path,
        "folders": found.folders,
        "rows": rows_of(request.actor, found.documents),
        "where": f"?folder={folder.pk}" if folder else "",
        "first_url": here if request.GET.get("after") else "",
        "next_url": f"{here}{'&' if folder else '?'}after={found.next}" if found.next else "",
    }
