"""What an address of files names, as far as who asks can see it; anything else is not there. For every face."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from latchstring.clients.models import Client
from latchstring.files.models import Document, Folder
from latchstring.web.common.requests import Request

MOST = 500


@dataclass(frozen=True, slots=True)
class Ticked:
    """Files and folders that were chosen together, each by name."""

    documents: list[Any]
    folders: list[Any]

    def __bool__(self) -> bool:
        return bool(self.documents or self.folders)

    @property
    def within(self) -> Any:
        """The folder that they are in, None for the top."""
        return self.documents[0].folder if self.documents else self.folders[0].parent if self.folders else None


def the_client(request: Request, client_id: UUID) -> Any:
    return get_object_or_404(Client.objects.visible_to(request.actor), pk=client_id)


def the_document(request: Request, client_id: UUID, document_id: UUID) -> Any:
    rows = Document.objects.visible_to(request.actor).select_related("client", "folder", "current")
    return get_object_or_404(rows, pk=document_id, client_id=client_id, deleted_at=None)


def the_folder(request: Request, client: Client, folder_id: UUID) -> Any:
    rows = Folder.objects.visible_to(request.actor)
    return get_object_or_404(rows, pk=folder_id, client=client, deleted_at=None)


def the_folder_here(request: Request, client: Client) -> Any:
    """The folder in the address, None for the top."""
    asked = request.GET.get("folder")
    return the_folder(request, client, _uuid(asked)) if asked else None


def the_document_here(request: Request, client: Client) -> Any:
    """The document in the address that a new version is for, or None."""
    asked = request.GET.get("document")
    return the_document(request, client.pk, _uuid(asked)) if asked else None


def the_ticked(request: Request, client: Client, data: QueryDict, *, binned: bool = False) -> Ticked:
    """What was ticked among the living, or in the bin; one that is not there means that nothing is."""
    documents = Document.objects.visible_to(request.actor).select_related("client", "current", "folder")
    folders = Folder.objects.visible_to(request.actor).select_related("client", "parent")
    return Ticked(
        _all_of(documents.filter(client=client, deleted_at__isnull=not binned), data.getlist("document")),
        _all_of(folders.filter(client=client, deleted_at__isnull=not binned), data.getlist("folder")),
    )


def _all_of(rows: Any, texts: list[str]) -> list[Any]:
    wanted = {_uuid(text) for text in texts[:MOST]}
    found = list(rows.filter(pk__in=wanted).order_by("sort_name", "pk")) if wanted else []
    if len(found) != len(wanted):
        raise Http404
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
