"""Values that people have typed, made safe for one place in an email."""

import html
import re
from binascii import b2a_qp

# Line breaks and other control characters, in all of Unicode, and halves of surrogate pairs.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_SIMPLE = re.compile(r"[ -<>-~]{0,70}")


def one_line(value: str) -> str:
    """Every run of control characters and line ends becomes one space."""
    return _CONTROLS.sub(" ", value)


def in_text(value: str) -> bytes:
    """Quoted-printable (RFC 2045, 6.7), to be put between soft line breaks."""
    return quoted_printable(one_line(value))


def in_html(value: str) -> bytes:
    """The same, escaped for text and for attributes in double quotes."""
    return quoted_printable(html.escape(one_line(value)))


def quoted_printable(text: str) -> bytes:
    """Lines of at most 76 characters that end in CRLF, with room on the last one for a soft line break."""
    if _SIMPLE.fullmatch(text) and not text.endswith(" "):
        return text.encode()
    encoded = b2a_qp(text.encode()).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    if len(encoded) - encoded.rfind(b"\n") <= 76:
        return encoded
    last = -3 if encoded[-3:-2] == b"=" else -1
    return encoded[:last] + b"=\r\n" + encoded[last:]
