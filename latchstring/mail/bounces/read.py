"""Turn any email that came back into plain facts; never fails, and takes no more than the first half megabyte."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, message_from_string
from email.message import Message
from typing import BinaryIO

from latchstring.mail.bounces import fields, notices, prose, senders
from latchstring.mail.bounces.facts import Facts, Kind, Original, Recipient
from latchstring.mail.bounces.parts import DEEPEST, Found, collect
from latchstring.mail.bounces.text import header, one_line

MOST = 1 << 19
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BEFORE = re.compile(rb"\A(?:[ \t>]*\n)+")


def read(source: bytes | BinaryIO) -> Facts:
    """Raises nothing, save what reading a file raises; an email that can't be understood is UNREADABLE."""
    raw = source if isinstance(source, bytes) else source.read(MOST)
    try:
        return _of(message_from_bytes(_straight(raw[:MOST])), depth=0)
    except Exception:  # whatever the standard library's parser trips over, bytes of strangers must not stop us
        return Facts(Kind.UNREADABLE)


def _straight(raw: bytes) -> bytes:
    """With one sort of line ends, and without what mail programs and editors put before the headers."""
    for mark, charset in _MARKS:
        if raw.startswith(mark):
            raw = raw.decode(charset, "replace").encode()
    return _BEFORE.sub(b"", raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))


def _of(message: Message, depth: int) -> Facts:
    if depth > DEEPEST:
        return Facts(Kind.UNREADABLE)
    found = collect(message)
    text = _text(found)
    copies = [*found.copies, *_copies_in(text.copy)]
    if inner := _forwarded(message, found, copies):
        return replace(_of(inner, depth + 1), sent_to=fields.first_address(header(message, "To")))
    words = text.words
    notice = notices.read(words)
    if notice is not None:
        return notice
    original = _original(copies, message)
    listed = fields.recipients(found.status or fields.blocks_of(text.said))
    return Facts(
        kind=_kind(message, found, words, copies, listed),
        recipients=tuple(_staged(listed, words)) or tuple(_named(message, words, original)),
        words=words,
        subject=header(message, "Subject"),
        server=senders.server(message, found.status),
        sender=header(message, "From"),
        sent_to=fields.first_address(header(message, "To")),
        stage=senders.stage(words),
        original=_with_reported(original, found.feedback, senders.complainer([message, *copies])),
    )


def _text(found: Found) -> prose.Split:
    text = prose.split("\n".join(found.plain))
    return prose.split("\n".join(found.html)) if len(text.words) < 20 and found.html else text


def _forwarded(message: Message, found: Found, copies: list[Message]) -> Message | None:
    """The bounce that a person or another mail server has passed on to us, attached or in the text."""
    if found.status or found.feedback:
        return None
    reports = [copy for copy in found.copies if copy.get_content_type() == "multipart/report"]
    if not reports and not senders.is_daemon(message):
        reports = [copy for copy in copies if senders.is_daemon(copy)]
    return next(iter(reports), None)


def _kind(message: Message, found: Found, words: str, copies: list[Message], listed: list[Recipient]) -> Kind:
    if senders.is_no_complaint(found.feedback):
        return Kind.FEEDBACK
    if found.feedback or senders.is_complaint(message) or senders.complainer([message, *found.copies]):
        return Kind.COMPLAINT
    if listed:
        return Kind.REPORT
    if found.receipt:
        return Kind.PROSE if "automatically rejected" in words else Kind.RECEIPT
    if senders.is_reply(message) and not senders.is_evident(message, words, copies):
        return Kind.REPLY
    return Kind.PROSE if senders.is_machine(message) or senders.tells_of_failure(message) else Kind.LETTER


def _copies_in(text: str) -> Iterator[Message]:
    if text:
        yield message_from_string(text)


def _original(copies: list[Message], message: Message) -> Original:
    for copy in copies:
        names = ("Return-Path", "From", "To")
        path, sender, to = (fields.first_address(header(copy, name)) for name in names)
        message_id = header(copy, "Message-ID").strip("<> ")
        if message_id or sender or to:
            return Original(message_id, path, sender, to)
    answered = header(message, "In-Reply-To").strip("<> ") if senders.is_machine(message) else ""
    return Original(answered)


def _with_reported(original: Original, feedback: list[fields.Block], complainer: str) -> Original:
    """What a complaint says of the original counts where the copy lacks it (RFC 5965, 3.2)."""
    said = {name: value for block in feedback for name, value in block.items()}
    return Original(
        message_id=original.message_id,
        return_path=original.return_path or fields.first_address(said.get("original-mail-from", "")),
        sender=original.sender,
        to=fields.first_address(said.get("original-rcpt-to", "") or said.get("removal-recipient", "") or complainer)
        or original.to,
    )


def _staged(listed: list[Recipient], words: str) -> Iterator[Recipient]:
    """Of several recipients each with the command that the text names beside it."""
    said = dict(prose.entries(words)) if len(listed) > 1 else {}
    for each in listed:
        yield replace(each, stage=senders.stage(said[each.address])) if each.address in said else each


def _named(message: Message, words: str, original: Original) -> Iterator[Recipient]:
    """Addresses that the free text names, best first; never the one that the email came from or went to."""
    ours = {each.lower() for each in (original.sender, original.return_path) if each}
    ours |= {each.lower() for each in fields.addresses(header(message, "To") + " " + header(message, "From"))}
    entries = [each for each in prose.entries(words) if each[0].lower() not in ours]
    if len({address for address, _ in entries}) > 1:
        yield from (
            Recipient(address, diagnostic=_diagnostic(said) or one_line(said), stage=senders.stage(said))
            for address, said in entries[:100]
        )
        return
    said = [*fields.addresses(header(message, "X-Failed-Recipients")), *(address for address, _ in entries)]
    said += fields.addresses(words)
    others = [each for each in dict.fromkeys(said) if each.lower() not in ours]
    yield Recipient(address=next(iter([*others, original.to, *said]), ""), diagnostic=_diagnostic(words))


def _diagnostic(words: str) -> str:
    """The lines in which a server answers: with an SMTP reply or an enhanced code, and what belongs to them."""
    return one_line(" ".join(senders.answers(words)))[:4000]
