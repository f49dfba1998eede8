"""Take an email apart: what its parts hold, by their kind, however deep they lie."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_string
from email.message import Message

from latchstring.mail.bounces import fields, prose
from latchstring.mail.bounces.text import content

DEEPEST = 12
_STATUS = frozenset({"message/delivery-status", "message/global-delivery-status", "text/delivery-status"})
_COPY = frozenset({"text/rfc822-headers", "message/rfc822-headers", "text/rfc822", "message/global-headers"})
_MESSAGE = frozenset({"message/rfc822", "message/global"})


@dataclass(slots=True)
class Found:
    """What the parts of one email hold; ``copies`` are emails within it."""

    status: list[fields.Block] = field(default_factory=list)
    feedback: list[fields.Block] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    copies: list[Message] = field(default_factory=list)
    receipt: bool = False


def collect(message: Message) -> Found:
    found = Found()
    for part in _leaves(message, 0):
        _keep(part, part.get_content_type(), found)
    return found


def _leaves(part: Message, depth: int) -> Iterator[Message]:
    """Every part that is no mere container; one that only calls itself so is text."""
    if part.get_content_maintype() != "multipart" or not part.is_multipart():
        yield part
    elif depth < DEEPEST:
        for each in _inner(part):
            yield from _leaves(each, depth + 1)


def _keep(part: Message, kind: str, found: Found) -> None:
    if kind in _STATUS:
        found.status += fields.blocks(part)
    elif kind == "message/feedback-report":
        found.feedback += fields.blocks(part)
    elif kind == "message/disposition-notification":
        found.receipt = True
    elif kind in _MESSAGE:
        found.copies += _inner(part)
    elif kind in _COPY:
        found.copies.append(message_from_string(content(part)))
    elif kind == "text/html":
        found.html.append(content(part)[: prose.MOST])
    elif part.get_content_maintype() in ("text", "multipart"):
        text = content(part)[: prose.MOST]
        if text.lstrip()[:14].lower() == "feedback-type:":
            found.feedback += fields.blocks_of(text)
        else:
            found.plain.append(text)


def _inner(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []
