"""The tus 1.0 protocol for uploads that go on after a broken line: core, creation, expiration, termination.

https://tus.io/protocols/resumable-upload. What may be uploaded, by whom and how much, the actions decide.
"""

import base64
import binascii
from collections.abc import Callable
from email.utils import format_datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from latchstring.files.actions import upload as uploads
from latchstring.files.limits import largest
from latchstring.files.models import Upload
from latchstring.files.queries.uploads import mine
from latchstring.files.refusals import BadName, Busy, FileRefusal, NotAccepted, StorageAway, StorageFull, WrongOffset
from latchstring.policy.actor import Actor
from latchstring.web.common.requests import Request

VERSION = "1.0.0"
BODY = "application/offset+octet-stream"
STATUS: tuple[tuple[type[FileRefusal], int], ...] = (
    (BadName, 400),
    (NotAccepted, 413),
    (WrongOffset, 409),
    (Busy, 423),
    (StorageFull, 507),
    (StorageAway, 503),
)


class Wrong(Exception):
    """A request that does not follow the protocol; ``status`` is the answer."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status = status
        super().__init__(sentence)


def create(request: Request, begin: Callable[[str, int], Upload], url: Callable[[Upload], str]) -> HttpResponse:
    """Open an upload: ``begin`` takes its name and length, ``url`` says where it goes on."""

    def answer() -> HttpResponse:
        upload = begin(_name(request), _number(request, "Upload-Length"))
        return _told(upload, 201, {"Location": url(upload)})

    return _spoken(request, answer)


def speak(request: Request, upload: Upload) -> HttpResponse:
    """HEAD tells how much is stored, PATCH adds to it, DELETE forgets it."""
    answers = {"HEAD": _tell, "PATCH": _add, "DELETE": _forget}
    return _spoken(request, lambda: answers[request.method or ""](request, upload))


def _tell(request: Request, upload: Upload) -> HttpResponse:
    return _told(upload, 200, {"Upload-Length": str(upload.length)})


def _add(request: Request, upload: Upload) -> HttpResponse:
    if request.content_type != BODY:
        raise Wrong(415, f"Send the bytes as {BODY}.")
    if not request.headers.get("Content-Length"):
        raise Wrong(411, "Say how many bytes you send.")
    return _told(uploads.append(request.actor, upload, request, _number(request, "Upload-Offset")), 204)


def _forget(request: Request, upload: Upload) -> HttpResponse:
    uploads.cancel(request.actor, upload)
    return HttpResponse(status=204)


def _spoken(request: Request, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Checks the version and turns refusals into the protocol's answers; every one is plain text."""
    if request.method == "OPTIONS":
        response = _offer()
    elif request.headers.get("Tus-Resumable") != VERSION:
        response = _plain(412, f"Speak tus {VERSION}.", {"Tus-Version": VERSION})
    else:
        response = _answered(answer)
    response.headers["Tus-Resumable"] = VERSION
    return response


def _answered(answer: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return answer()
    except Wrong as error:
        return _plain(error.status, str(error))
    except FileRefusal as error:
        status = next((status for kind, status in STATUS if isinstance(error, kind)), 422)
        return _plain(status, str(error))


def _offer() -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,expiration,termination",
            "Tus-Max-Size": str(largest()),
        },
    )


def get_upload_or_404(actor: Actor, client: Any, upload_id: UUID) -> Upload:
    """What this very person began for this client, and can still go on with."""
    try:
        upload = mine(actor, upload_id)
    except Upload.DoesNotExist as error:
        raise Http404 from error
    if upload.client_id != client.pk:
        raise Http404
    return upload


def _told(upload: Upload, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    known = {"Upload-Offset": str(upload.offset), "Upload-Expires": format_datetime(upload.expires_at, usegmt=True)}
    return HttpResponse(status=status, headers=known | (headers or {}))


def _number(request: Request, name: str) -> int:
    value = request.headers.get(name, "")
    if not value.isascii() or not value.isdecimal() or len(value) > 18:
        raise Wrong(400, f"{name} must be a number of bytes.")
    return int(value)


def _name(request: Request) -> str:
    """``filename`` of Upload-Metadata: pairs of a key and a value in base64, with commas between."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError) as error:
                raise Wrong(400, "The filename in Upload-Metadata must be UTF-8 in base64.") from error
    raise Wrong(400, "Send the filename in Upload-Metadata.")


def _plain(status: int, sentence: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8", headers=headers)
