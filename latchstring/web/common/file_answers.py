"""A document's bytes as an answer, for every face: the file, a preview, a zip; or the sentence why not."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from latchstring.files.content import open_preview, open_version, refuse_unoffered
from latchstring.files.models import Version
from latchstring.files.refusals import FileRefusal
from latchstring.files.zipping import zip_of
from latchstring.policy.actions import Action
from latchstring.web.common import downloads, errors
from latchstring.web.common.found_files import Ticked
from latchstring.web.common.pages import page_asked
from latchstring.web.common.requests import Request


def download(request: Request, document: Any, version: Any) -> HttpResponseBase:
    """The file by its present name; a HEAD opens nothing."""
    request.actor.require(Action.FILES_VIEW, client=document.client)

    def opener(start: int, end: int | None) -> Iterator[bytes]:
        return begun(open_version(request.actor, version, start=start, end=end))

    def answer() -> HttpResponseBase:
        refuse_unoffered(version)
        return downloads.attachment(request, opener, name=document.name, **facts(version))

    return _or_why_not(request, answer)


def preview(request: Request, version: Any) -> HttpResponseBase:
    """One page as a picture, by ``?page=``."""
    page = page_asked(request, version.pages)
    return _or_why_not(request, lambda: downloads.picture(open_preview(request.actor, version, page)))


def zipped(request: Request, client: Any, ticked: Ticked) -> HttpResponseBase:
    """Named for the one folder that was chosen, else for the client."""
    only = ticked.folders[0] if len(ticked.folders) == 1 and not ticked.documents else client

    def answer() -> HttpResponseBase:
        packed = zip_of(request.actor, client, documents=ticked.documents, folders=ticked.folders)
        return downloads.stream(packed.pieces, size=packed.size, name=f"{only.name}.zip")

    return _or_why_not(request, answer)


def facts(version: Version) -> dict[str, Any]:
    return {"size": version.size, "content_type": version.content_type, "tag": bytes(version.sha256).hex()}


def begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same with its first piece fetched, so that what can't be read is known before the answer begins."""
    return chain([next(pieces, b"")], pieces)


def why_not(request: Request, sentence: str) -> HttpResponse:
    return errors.not_now(request, _("This file can’t be opened"), sentence)


def _or_why_not(request: Request, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        return answer()
    except Version.DoesNotExist as error:
        raise Http404 from error
    except FileRefusal as error:
        return why_not(request, str(error))
