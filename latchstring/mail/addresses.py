"""Two forms of an address: the one it is known by, and the one the mail server is told."""

import re

from latchstring.kernel.addresses import normalise

# Such an address is its own normalised form but for the case; all others take the long way.
_PLAIN = re.compile(r"[\w+-]+(?:\.[\w+-]+)*@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,63}", re.ASCII)


def key_of(address: str) -> str:
    """The normalised form, by which states and links are kept; raises BadAddress."""
    text = address.strip()
    if len(text) <= 64 and _PLAIN.fullmatch(text):
        return text.lower()
    return normalise(text)


def envelope_form(address: str) -> str:
    """The local part as it was typed, the domain in ASCII; raises BadAddress."""
    text = address.strip()
    if len(text) <= 64 and _PLAIN.fullmatch(text):
        return text
    local, _, domain = normalise(text).rpartition("@")
    typed = text.rpartition("@")[0]
    return f"{typed if typed.casefold() == local else local}@{domain}"
