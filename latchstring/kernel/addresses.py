"""One normalised form of an email address; look-alikes stay different mailboxes."""

import re
import unicodedata
from functools import lru_cache

import idna

MAX_LENGTH = 254  # RFC 5321, 4.5.3.1.3 less the angle brackets

_LOCAL = re.compile(r"[^\s\"(),:;<>@\[\\\]\x00-\x1f\x7f]+")
_SEPARATORS = re.compile(r"[,;\r\n\t<>]")


class BadAddress(ValueError):
    """A sentence that says what is wrong with an address and what to do."""


def normalise(typed: str) -> str:
    """Case-folded, NFKC, with the domain in its ASCII form (IDNA 2008).

    Plus-tags and dots are kept. Lists, line breaks and display names are refused.
    """
    text = typed.strip()
    if not text:
        raise BadAddress("Enter an email address.")
    if _SEPARATORS.search(text) or text.count("@") > 1:
        raise BadAddress("Enter one email address, without a name, commas or line breaks.")
    if _has_invisible(text):
        raise BadAddress("This email address has a character that can’t be seen. Type it again.")
    local, at, domain = unicodedata.normalize("NFKC", text).casefold().partition("@")
    if not at or not _LOCAL.fullmatch(local) or ".." in local or local[0] == "." or local[-1] == ".":
        raise BadAddress("Enter an email address like name@example.com.")
    address = f"{local}@{_ascii_domain(domain)}"
    if len(address) > MAX_LENGTH or len(local) > 64:
        raise BadAddress("This email address is too long. Check it for a typing mistake.")
    return address


def _has_invisible(text: str) -> bool:
    """Such as a zero-width space or a mark of direction, as pasting brings along."""
    return not text.isascii() and any(unicodedata.category(sign) in {"Cf", "Cc", "Co", "Cn", "Cs"} for sign in text)


@lru_cache(maxsize=4096)
def _ascii_domain(domain: str) -> str:
    try:
        ascii_form = idna.encode(domain, uts46=True).decode()
    except idna.IDNAError as error:
        raise BadAddress("The part after @ is not a mail domain. Check its spelling.") from error
    if "." not in ascii_form:
        raise BadAddress("The part after @ needs a dot, like example.com.")
    return ascii_form
