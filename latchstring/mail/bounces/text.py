"""Bytes of any charset, and HTML, as plain text."""

import re
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from html.parser import HTMLParser
from typing import Any

# What is tried where the charset that a part names is wrong or missing; the last one takes every byte. Letters with
# accents stand alone, and letters of more than one byte don't.
_CHARSETS = ("utf-8", "euc-jp", "cp932", "cp1252", "latin-1")
_WESTERN = ("utf-8", "cp1252", "latin-1")
_ASIAN = re.compile(rb"[\x80-\xff]{2}")
_BREAKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "table", "pre", "blockquote"})
_HIDDEN = frozenset({"style", "script", "title"})
_LONGEST_HEADER = 2000
_BLANKS = re.compile(r"[ \t\f\v\u00a0\u200b\u3000]+")


def decode(raw: bytes, charset: str = "") -> str:
    """By the named charset, else by the first of the usual ones that fits; ISO-2022-JP is known by its escapes."""
    if b"\x1b$" in raw or b"\x1b(" in raw:
        charset = "iso2022_jp_ext"
    for name in (charset, *(_CHARSETS if _ASIAN.search(raw) else _WESTERN)):
        try:
            text = raw.decode(name) if name else ""
        except (LookupError, ValueError):
            continue
        if text or not raw:
            return text
    return raw.decode("ascii", "replace")


def content(part: Message) -> str:
    """The text of one part; HTML without its marks."""
    payload: Any = part.get_payload(decode=True)
    text = decode(payload, part.get_content_charset() or "") if isinstance(payload, bytes) else ""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return without_marks(text) if part.get_content_type() == "text/html" else text


def header(part: Message, name: str) -> str:
    """A header in one line, its encoded words decoded."""
    value = part.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):  # the parser's way to say that there are bytes beyond ASCII
        value = next(str(each) for key, each in part.raw_items() if key.lower() == name.lower())
    return one_line(decoded(unescaped(value[:_LONGEST_HEADER])))


def decoded(text: str) -> str:
    """With the encoded words of RFC 2047 decoded."""
    if "=?" in text:
        with suppress(HeaderParseError, LookupError, ValueError):
            return str(make_header(decode_header(text)))
    return text


def unpacked(part: Message, text: str) -> str:
    """What a part holds whose text the parser took for emails, although it is encoded as the part says."""
    packed = Message()
    packed["Content-Type"] = "text/plain; charset=utf-8"
    packed["Content-Transfer-Encoding"] = header(part, "Content-Transfer-Encoding").lower()
    packed.set_payload(text)
    return content(packed)


def unescaped(text: str) -> str:
    """With the bytes beyond ASCII that a parser has put aside, in whatever charset they are."""
    return text if text.isascii() else decode(text.encode("utf-8", "surrogateescape"))


def one_line(text: str) -> str:
    return " ".join(text.split())


def squeezed(line: str) -> str:
    """With single blanks."""
    return _BLANKS.sub(" ", line).strip()


def without_marks(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    return "".join(reader.pieces)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag in _BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.hidden = max(self.hidden - 1, 0)
        elif tag in _BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data)
