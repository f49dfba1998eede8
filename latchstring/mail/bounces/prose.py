"""Free text of a bounce: where its words end and the email that came back begins."""

import re
from dataclasses import dataclass

from latchstring.mail.bounces.text import squeezed

MOST = 48_000
"""Characters of free text that are looked at."""

_HEADER = re.compile(r"([A-Za-z][\w-]{1,60}):(?:[ \t]|$)", re.ASCII)
# Header names that begin an email; a report's own fields and a form's "To:" and "Subject:" alone don't.
_OPENING = frozenset({"received", "return-path", "message-id", "from", "delivered-to", "mime-version", "x-received"})
_COMMON = _OPENING | {"to", "subject", "date", "content-type", "cc", "reply-to", "sender", "x-mailer", "dkim-signature"}
_TRACES = ("x-", "arc-", "dkim-", "authentication-", "received-")
_ENOUGH = 3
_HEADERS_READ = 40
_ENTRY = re.compile(r"[<\"'* ]{0,3}([^\s<>()\[\]\",;:@]{1,128}@[A-Za-z0-9.-]{1,255}[A-Za-z0-9])[>\"']{0,2}(?::|$)")
# What announces the original, after dashes or other marks at the beginning of a line.
_ANNOUNCEMENTS = (
    r"(?:the |your )?original message (?:follows|is )",
    r"(?:message )?headers? (?:of|follows?)",
    r"message (?:header|body) follows",
    r"(?:below|enclosed|included|attached|this|here) (?:is|are|follows)? ?(?:a|the)? ?(?:copy|headers?|original)",
    r"(?:a )?copy of (?:the|your) (?:original |message)",
    r"(?:unsent|returned|undelivered|(?:your )?original|bounced) (?:message|mail)\b[\w ]{0,30}\W*$",
    r"below this line",
    r"the header of the original",
    r"body of the original",
)
_ANNOUNCED = re.compile(r"\W*(?:" + "|".join(_ANNOUNCEMENTS) + ")", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Split:
    """``said`` is the text up to the original, ``copy`` the original from its first header on."""

    said: str
    copy: str = ""

    @property
    def words(self) -> str:
        """What is said, without empty lines and double blanks."""
        return "\n".join(filter(None, map(squeezed, self.said.split("\n"))))


def split(text: str) -> Split:
    lines = unquoted(text[:MOST]).split("\n")
    end = None
    for place, line in enumerate(lines):
        if end is None and place and _ANNOUNCED.match(line):
            end = place
        if _may_begin(line) and _is_head(lines[place : place + _HEADERS_READ]):
            return Split("\n".join(lines[: min(place, end or place)]), "\n".join(lines[place:]))
    return Split("\n".join(lines))


def entries(words: str) -> list[tuple[str, str]]:
    """The recipients that stand each at the beginning of a line, with what is said of them up to the next."""
    found: list[tuple[str, list[str]]] = []
    for line in words.split("\n"):
        begins = _ENTRY.match(line)
        if begins:
            found.append((begins[1], []))
        if found:
            found[-1][1].append(line)
    return [(address, "\n".join(lines)) for address, lines in found]


def unquoted(text: str) -> str:
    """Without the marks of a quotation, where most lines have them."""
    lines = text.split("\n")
    quoted = sum(1 for line in lines if line.startswith(">"))
    if quoted * 2 < len(lines):
        return text
    return "\n".join(re.sub(r"^(?:> ?)+", "", line) for line in lines)


def _may_begin(line: str) -> bool:
    found = _HEADER.match(line)
    return found is not None and (found[1].lower() in _COMMON or found[1].lower().startswith(_TRACES))


def _is_head(lines: list[str]) -> bool:
    """Whether these lines begin with the headers of an email."""
    seen: set[str] = set()
    for line in lines:
        found = _HEADER.match(line)
        if found:
            seen.add(found[1].lower())
        elif not (seen and line[:1] in (" ", "\t") and line.strip()):
            break
    return len(seen & _COMMON) >= _ENOUGH and bool(seen & _OPENING)
