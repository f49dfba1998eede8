"""Where to go after something was done with a file."""

from typing import Any
from urllib.parse import urlencode

from django.shortcuts import resolve_url

from latchstring.web.common.found_files import Ticked


def folder(client: Any, folder: Any = None) -> str:
    """The list that shows this folder, or the top."""
    return resolve_url("client-files", client.pk) + (f"?folder={folder.pk}" if folder else "")


def document(document: Any) -> str:
    return resolve_url("file", document.client_id, document.pk)


def of(client: Any, documents: list[Any]) -> str:
    """The folder that these are in."""
    return folder(client, documents[0].folder if documents else None)


def restore(client: Any, ticked: Ticked) -> str:
    """What Undo posts to after a delete."""
    documents, folders = ([each.pk for each in rows] for rows in (ticked.documents, ticked.folders))
    wanted = urlencode({"document": documents, "folder": folders}, doseq=True)
    return f"{resolve_url('files-restore', client.pk)}?{wanted}"
