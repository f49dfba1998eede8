"""The personal message: plain text with four fields in braces, the same for everyone selected."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from latchstring.firms.models import Firm
from latchstring.mail.words import FIELDS, blocks
from latchstring.portals.refusals import BadMessage

MAX_LENGTH = 5000

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_FIELD = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signs: the team member's name and address, or the firm's own."""

    name: str
    email: str = ""
    title: str = ""
    member_id: UUID | None = None


def check(text: str, known: Collection[str] | None = None) -> str:
    """The message without outer blanks and with plain line ends; raises BadMessage naming what is unknown.

    ``known`` are the fields that it may hold, all of them where nothing is said.
    """
    fields = list(FIELDS if known is None else known)
    clean = _CONTROLS.sub("", re.sub(r"\r\n?", "\n", text)).strip()
    if len(clean) > MAX_LENGTH:
        raise BadMessage(f"This message is longer than {MAX_LENGTH:,} characters. Shorten it.")
    unknown = tuple(dict.fromkeys(found for found in _FIELD.findall(clean) if found not in fields))
    if unknown:
        names = ", ".join(f"{{{name}}}" for name in unknown)
        verb = "is not a field" if len(unknown) == 1 else "are not fields"
        raise BadMessage(f"{names} {verb}. Use {_listed(fields)}.", unknown)
    if re.search(r"[{}]", _FIELD.sub("", clean)):
        raise BadMessage(f"There is a single brace in this message. Write fields like {_listed(fields)}.")
    return clean


def paragraphs(text: str) -> list[list[str]]:
    """Paragraphs of lines, with each field as the placeholder that the letter fills in."""
    spliced = _FIELD.sub(lambda found: f"{{{{{FIELDS[found[1]]}}}}}", check(text))
    return blocks(spliced)


def fill(text: str, values: dict[str, str]) -> str:
    """The message as one person reads it; ``values`` by the names in FIELDS' values."""
    return _FIELD.sub(lambda found: values.get(FIELDS.get(found[1], ""), ""), text)


def fields_for(
    firm: Firm, sender: Sender, *, name: str, client_name: str, first_name: str = "", email: str = ""
) -> dict[str, str]:
    """What fills the personal message, by the placeholders' names; ``limits`` is for an invite to narrow access."""
    words = (first_name or name or email.partition("@")[0]).split()
    return {
        "first_name": first_name or (words[0] if words else ""),
        "client_name": client_name,
        "member_name": sender.name,
        "firm_name": firm.name,
        "limits": "",
    }


def _listed(fields: Collection[str]) -> str:
    *most, last = (f"{{{name}}}" for name in fields)
    return f"{', '.join(most)} or {last}" if most else last
