"""What a file is by its first bytes, and what is not taken whatever its name says."""

import codecs
import re

import puremagic
from django.utils.translation import gettext as _

from latchstring.files import limits
from latchstring.files.refusals import Empty, NotAccepted

UNKNOWN = "application/octet-stream"

_MACH_O = (b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"L\0\0\0\x01\x14\x02\0", *_MACH_O)
_ENDINGS = re.compile(
    r"\.(apk|app|bat|cmd|com|cpl|dll|dmg|exe|hta|jar|jse?|lnk|msix?|pif|ps1|scr|sh|vb|vb[es]|ws[fh])$",
    re.IGNORECASE,
)
_SIGNS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
}
_PACKED = {b"word/": "wordprocessingml.document", b"xl/": "spreadsheetml.sheet", b"ppt/": "presentationml.presentation"}
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKUP = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!doctype[^>]*>\s*)*<(svg|html|head|body|script)\b", re.I | re.S
)


def check_asked(name: str, size: int) -> None:
    """Before anything is sent. Raises NotAccepted."""
    limits.check(size)
    if not size:
        raise Empty
    if _ENDINGS.search(name):
        raise NotAccepted(_("Programs are not taken. If this is a document, save it as a PDF."))


def content_type(head: bytes) -> str:
    """By the first 64 KiB. Raises NotAccepted for programs, whatever their name says."""
    if head.startswith(_PROGRAMS):
        raise NotAccepted(_("This is a program, whatever its name says. Programs are not taken."))
    for sign, kind in _SIGNS.items():
        if head.startswith(sign):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if found := _MARKUP.match(head[:4096]):
        return "image/svg+xml" if found[1].lower() == b"svg" else "text/html"
    if head.startswith(b"PK\x03\x04"):
        return _packed(head)
    return "text/plain" if _is_text(head) else _by_library(head)


def _packed(head: bytes) -> str:
    for folder, kind in _PACKED.items():
        if b"[Content_Types].xml" in head and folder in head:
            return f"application/vnd.openxmlformats-officedocument.{kind}"
    return "application/zip"


def _by_library(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    kinds = [each.mime_type for each in found if each.mime_type]
    return kinds[0][:100] if kinds else UNKNOWN


def _is_text(head: bytes) -> bool:
    """UTF-8 without control characters; the last letter may be cut off."""
    if not head or _CONTROLS.search(head):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
