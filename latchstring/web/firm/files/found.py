"""What an address names, as far as this team member can see it; anything else is not there."""

from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from latchstring.clients.models import Client
from latchstring.files.models import Document, Folder
from latchstring.web.common.requests import Request

MOST = 500


def the_client(request: Request, client_id: UUID) -> Any:
    return get_object_or_404(Client.objects.visible_to(request.actor), pk=client_id)


def the_document(request: Request, client_id: UUID, document_id: UUID) -> Any:
    rows = Document.objects.visible_to(request.actor).select_related("client", "folder", "current")
    return get_object_or_404(rows, pk=document_id, client_id=client_id, deleted_at=None)


def the_folder(request: Request, client: Client, folder_id: UUID) -> Any:
    rows = Folder.objects.visible_to(request.actor)
    return get_object_or_404(rows, pk=folder_id, client=client, deleted_at=None)


def the_folder_here(request: Request, client: Client, name: str = "folder") -> Any:
    """The folder in the address, None for the top."""
    asked = request.GET.get(name)
    return the_folder(request, client, _uuid(asked)) if asked else None


def the_document_here(request: Request, client: Client) -> Any:
    """The document in the address that a new version is for, or None."""
    asked = request.GET.get("document")
    return the_document(request, client.pk, _uuid(asked)) if asked else None


def the_documents(request: Request, client: Client, data: QueryDict, *, binned: bool = False) -> list[Any]:
    """The documents that were ticked, by name; one that is not there means that nothing is."""
    wanted = {_uuid(text) for text in data.getlist("document")[:MOST]}
    rows = Document.objects.visible_to(request.actor).filter(client=client, pk__in=wanted)
    here = rows.filter(deleted_at__isnull=not binned).select_related("client", "current", "folder")
    found = list(here.order_by("sort_name", "pk"))
    if len(found) != len(wanted):
        raise Http404
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
