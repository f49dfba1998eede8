"""Files of a client, a folder at a time, and their bytes."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from latchstring.api.v1.bearer import needs
from latchstring.api.v1.clients import the_client
from latchstring.api.v1.problems import BadField
from latchstring.api.v1.requests import ApiRequest
from latchstring.api.v1.shapes import Limit, Listing, Place
from latchstring.files.models import Document, Folder
from latchstring.files.queries import listing
from latchstring.policy.token_scopes import TokenScope
from latchstring.web.common import file_answers

router = Router(tags=["files"])
of_clients = Router(tags=["files"])
BYTES = {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
CONTENT = {200: BYTES, 206: {"description": "The range that was asked for.", **BYTES}}


class FolderOut(Schema):
    id: UUID
    name: str


class FileOut(Schema):
    """``shared_at`` is null for what the client does not see; ``scan`` is what the virus scan said."""

    id: UUID
    name: str
    size: Annotated[int, Field(validation_alias="current.size")]
    content_type: Annotated[str, Field(validation_alias="current.content_type")]
    sha256: str
    version: Annotated[int, Field(validation_alias="current.number")]
    scan: Annotated[str, Field(validation_alias="current.scan")]
    added_by: str
    created_at: datetime
    changed_at: datetime
    shared_at: datetime | None

    @staticmethod
    def resolve_sha256(document: Any) -> str:
        return bytes(document.current.sha256).hex()


class FilePage(Listing):
    """``folders`` are all on the first page."""

    folders: list[FolderOut]
    items: list[FileOut]


@of_clients.get("/{uuid:client_id}/files", response=FilePage, url_name="api-client-files", **needs(TokenScope.FILES))
def list_files(
    request: ApiRequest, client_id: UUID, *, folder: UUID | None = None, cursor: Place = "", limit: Limit = 50
) -> Any:
    """By name, in one folder; at the top without one."""
    client = the_client(request, client_id)
    folders = Folder.objects.visible_to(request.actor).filter(client=client, deleted_at=None)
    within = get_object_or_404(folders, pk=folder) if folder else None
    after = _after(request, client_id, cursor)
    found = listing.rows(request.actor, client, within, after=after, size=limit)
    return {"folders": found.folders, "items": found.documents, "next": found.next or None}


@router.get("/{uuid:document_id}/content", url_name="api-file-content", **needs(TokenScope.FILES, responses=CONTENT))
def file_content(request: ApiRequest, document_id: UUID) -> HttpResponseBase:
    """The newest version, whole or a `Range` of it. It is in the audit log as a download."""
    rows = Document.objects.visible_to(request.actor).select_related("client", "folder", "current")
    document = get_object_or_404(rows, pk=document_id, deleted_at=None)
    return file_answers.download(request, document, document.current)


def _after(request: ApiRequest, client_id: UUID, cursor: str) -> str:
    """A cursor here is the id of a file of the client. Raises BadField."""
    try:
        rows = Document.objects.visible_to(request.actor).filter(client=client_id)
        if cursor and not rows.filter(pk=UUID(cursor)).exists():
            raise ValueError(cursor)
    except ValueError as error:
        raise BadField("cursor", "This is not a place in this list. Begin without a cursor.") from error
    return cursor
