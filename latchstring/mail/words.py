"""A firm's own words in the emails that leave by themselves, and the fields that words may hold."""

import re
from dataclasses import dataclass

from latchstring.firms.models import Firm
from latchstring.mail.models import Template

FIELDS = {
    "First name": "first_name",
    "Client name": "client_name",
    "Team member": "member_name",
    "Firm name": "firm_name",
}
"""All there are. A field is looked up in this table, so that nothing else can ever be reached by one."""

_FIRM_ALONE = ("Firm name",)
OWN_WORDS: dict[str, tuple[str, ...]] = {
    "access-added": tuple(FIELDS),
    "way-back": tuple(FIELDS),
    "login-code": _FIRM_ALONE,
    "password-reset": _FIRM_ALONE,
}
"""The kinds whose words a firm may replace, each with the fields that it knows."""

FIELD = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """``subject`` is empty for the kind's own; paragraphs are lists of lines."""

    subject: str
    paragraphs: list[list[str]]


def words_in_use(firm: Firm, kind: str) -> Words | None:
    """The words that this firm has put in place of ours."""
    if kind not in OWN_WORDS:
        return None
    found = Template.objects.filter(firm=firm, kind=kind, in_use=True).first()
    return own_words(firm, found.subject, found.body) if found else None


def own_words(firm: Firm, subject: str, body: str) -> Words:
    return Words(_spliced(firm, subject), blocks(_spliced(firm, body)))


def blocks(text: str) -> list[list[str]]:
    """Paragraphs of lines."""
    return [block.split("\n") for block in re.split(r"\n{2,}", text) if block.strip()]


def _spliced(firm: Firm, text: str) -> str:
    """Each field as the placeholder that the letter fills in; the firm's name at once."""
    return FIELD.sub(lambda found: _placeholder(firm, found[1]), text)


def _placeholder(firm: Firm, name: str) -> str:
    if name == "Firm name":
        return firm.name
    return f"{{{{{FIELDS[name]}}}}}" if name in FIELDS else f"{{{name}}}"
