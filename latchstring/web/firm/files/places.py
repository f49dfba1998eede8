"""Where to go after something was done with a file, and to the pages around the one that is shown."""

from typing import Any
from urllib.parse import urlencode

from django.shortcuts import resolve_url

from latchstring.kernel.cursor import Page
from latchstring.web.common.found_files import Ticked
from latchstring.web.common.requests import Request


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


def cursor(request: Request) -> str:
    """Where the page asked for begins; empty for the first."""
    return request.GET.get("at", "")[:1000]


def around(page: Page[Any]) -> dict[str, str]:
    """The addresses of the next and the previous page, empty where there is none."""
    return {f"{name}_url": f"?at={at}" if at else "" for name, at in (("next", page.next), ("previous", page.previous))}
