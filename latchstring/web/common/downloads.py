"""Bytes as an answer: always as a download or a still picture, never as a page of ours."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

SANDBOX = "default-src 'none'; sandbox"
ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
# What a browser or a viewer does no harm with; everything else is bytes without a type.
HARMLESS = frozenset({"application/pdf", "application/zip", "image/gif", "image/jpeg", "image/png", "image/webp"})

type Opener = Callable[[int, int | None], Iterator[bytes]]
"""Opens the bytes from the first number up to, and without, the second; to the end for None."""


def attachment(
    request: HttpRequest, opener: Opener, *, name: str, size: int, content_type: str = "", tag: str = ""
) -> HttpResponseBase:
    """A download, or the one part of it that was asked for (RFC 9110, 14). ``tag`` changes with the bytes."""
    part = _part(request, size, tag)
    if part == (0, 0) and size:
        return _shielded(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}))
    start, end = part or (0, size)
    pieces = iter(()) if request.method == "HEAD" else opener(start, end if part else None)
    answer = StreamingHttpResponse(pieces, status=206 if part else 200, content_type=_harmless(content_type))
    answer.headers["Content-Disposition"] = disposition(name)
    answer.headers["Content-Length"] = str(end - start)
    answer.headers["Accept-Ranges"] = "bytes"
    if part:
        answer.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    if tag:
        answer.headers["ETag"] = f'"{tag}"'
    return _shielded(answer)


def stream(pieces: Iterator[bytes], *, size: int, name: str) -> HttpResponseBase:
    """A zip; if it breaks off, its size tells the browser that this is not all."""
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer.headers["Content-Length"] = str(size)
    answer.headers["Content-Disposition"] = disposition(name)
    return _shielded(answer)


def picture(jpeg: bytes) -> HttpResponseBase:
    """An image that we made ourselves, to be shown on a page."""
    return _shielded(HttpResponse(jpeg, content_type="image/jpeg"))


def disposition(name: str) -> str:
    """Attachment by RFC 6266: the whole name in UTF-8, and before it one that any old client reads."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w .()+,=@#&\[\]{}\'!-]", "_", plain, flags=re.ASCII).strip(" .") or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _part(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """The single range asked for; None for all of it, (0, 0) where there is nothing to give."""
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    condition = request.headers.get("If-Range", "")
    if request.method == "POST" or not asked or asked.group() == "bytes=-" or (condition and condition != f'"{tag}"'):
        return None
    first, last = asked.groups()
    if not first:
        return (max(size - int(last), 0), size) if int(last) and size else (0, 0)
    start, end = int(first), min(int(last or size) + 1, size)
    if last and int(last) < int(first):
        return None
    return (start, end) if start < size else (0, 0)


def _harmless(content_type: str) -> str:
    return content_type if content_type in HARMLESS else "application/octet-stream"


def _shielded(answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer
