"""Header values: RFC 5322 where ASCII will do, RFC 2047 where it won't; never a line that breaks out."""

import re
from base64 import b64encode
from collections.abc import Iterator

from latchstring.mail.mime.values import one_line

ROOM = 60  # what fits on the first line beside the longest of our header names
_LONGEST_NAME = 200  # well under the 998 that a line may have (RFC 5322, 2.1.1)
_CHUNK = 45  # bytes that make an encoded word of 72 characters; 75 are allowed
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_WEB_ADDRESS = re.compile(r"https?://[!-;=?-~]{1,800}")  # ASCII without spaces and angle brackets
_SPACES = re.compile(r" {2,}")
_SPECIAL = re.compile(r'(["\\])')


def words(text: str) -> bytes:
    """Unstructured text such as a subject."""
    line = one_line(text)
    return line.encode() if _stands_alone(line, ROOM) else _encoded(line)


def mailbox(name: str, address: str) -> bytes:
    """``name <address>``, the name quoted or encoded where it must be; spaces in it are single."""
    name = _SPACES.sub(" ", one_line(name)).strip()
    if not name:
        return address.encode()
    phrase, angle = _phrase(name), b"<" + address.encode() + b">"
    return phrase + (b" " if len(phrase) + len(angle) < ROOM else b"\r\n ") + angle


def unsubscribe(url: str) -> dict[str, str]:
    """The two headers of RFC 8058, or none where there is no such address."""
    if not _WEB_ADDRESS.fullmatch(url):
        return {}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _phrase(name: str) -> bytes:
    if not _stands_alone(name, _LONGEST_NAME):
        return _encoded(name)
    return name.encode() if _ATOMS.fullmatch(name) else b'"' + _SPECIAL.sub(r"\\\1", name).encode() + b'"'


def _stands_alone(line: str, room: int) -> bool:
    """Short ASCII with single inner spaces, in which nothing reads as an encoded word."""
    return line.isascii() and len(line) <= room and "=?" not in line and line == " ".join(line.split())


def _encoded(line: str) -> bytes:
    return b"\r\n ".join(b"=?utf-8?b?" + b64encode(chunk) + b"?=" for chunk in _chunks(line))


def _chunks(line: str) -> Iterator[bytes]:
    """Pieces of UTF-8 that end between characters."""
    data = line.encode()
    start = 0
    while start < len(data):
        end = min(start + _CHUNK, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        yield data[start:end]
        start = end
