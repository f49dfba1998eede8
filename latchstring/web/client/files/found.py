"""What an address names, as far as this person can see it; anything else is not there."""

from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from latchstring.clients.models import Client
from latchstring.files.models import Document, Folder
from latchstring.web.common.requests import Request

MOST = 500


def the_record(request: Request, client_id: UUID) -> Any:
    return get_object_or_404(Client.objects.visible_to(request.actor), pk=client_id)


def the_document(request: Request, client_id: UUID, document_id: UUID) -> Any:
    rows = Document.objects.visible_to(request.actor).select_related("client", "folder", "current")
    return get_object_or_404(rows, pk=document_id, client_id=client_id)


def the_folder_here(request: Request, record: Client) -> Any:
    """The folder in the address, None for the top."""
    asked = request.GET.get("folder")
    if not asked:
        return None
    return get_object_or_404(Folder.objects.visible_to(request.actor), pk=_uuid(asked), client=record, deleted_at=None)


def the_documents(request: Request, record: Client, data: QueryDict) -> list[Any]:
    """The documents that were ticked, by name; one that is not there means that nothing is."""
    wanted = {_uuid(text) for text in data.getlist("document")[:MOST]}
    rows = Document.objects.visible_to(request.actor).filter(client=record, pk__in=wanted)
    found = list(rows.select_related("client", "current").order_by("sort_name", "pk"))
    if len(found) != len(wanted):
        raise Http404
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
