"""One answer of one mail server, in the forms in which rules look at it."""

import re
from dataclasses import dataclass
from functools import cached_property

from latchstring.mail.bounces.facts import Stage

_ENHANCED = re.compile(r"(?<![\d.])([45])[.,](\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.\[-])([45]\d\d)(?=[\s:_#]|-(?!\d{3}-)|$)")
_LEADING = re.compile(r"(?<![\d.])[245]\d\d[ -]+(?=#?[245]\.\d)|#?(?<![\d.])[245][.,]\d{1,3}\.\d{1,3}(?![\d.])")
_ADDRESS = re.compile(r"<?[\w.!#$%&'*+/=?^`{|}~-]{1,128}@[A-Za-z0-9._-]{1,255}>?")
_LINK = re.compile(r"https?://\S{1,500}", re.IGNORECASE)
_IP = re.compile(r"\[?(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])\]?")
MOST = 8_000
"""Characters that are judged; a server that has more to say has said it by then."""
# What Postfix says around an answer.
_AROUND = re.compile(r"\(in reply to (?:the )?[\w ]{2,24} command\)|\bhost \S{1,100} said: ", re.IGNORECASE)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "`": "'"})


@dataclass(frozen=True)
class Evidence:
    """``text`` is what was said; ``status`` an enhanced code that stands beside it, ``server`` who said it."""

    text: str
    status: str = ""
    reply: int = 0
    stage: Stage | None = None
    server: str = ""

    @cached_property
    def words(self) -> str:
        """For phrases: in lower case, single blanks, without links and codes, an @ for each address."""
        text = self.text[:MOST]
        for pattern, instead in ((_AROUND, " "), (_LINK, " "), (_ADDRESS, " @ "), (_IP, " "), (_LEADING, " ")):
            text = pattern.sub(instead, text)
        return " ".join(text.translate(_QUOTES).lower().split())

    @cached_property
    def codes(self) -> list[str]:
        """Enhanced codes, the last one that was said first, then the one beside it; ``x.0.0`` says nothing."""
        said = [".".join(found.groups()) for found in _ENHANCED.finditer(self.text[:MOST])]
        codes = [*reversed(said), self.status]
        return [code for code in dict.fromkeys(codes) if code and not code.endswith(".0.0")]

    @cached_property
    def answer(self) -> int:
        """The SMTP reply code, 0 where none was said."""
        if self.reply:
            return self.reply
        found = _REPLY.search(_LINK.sub(" ", self.text[:MOST]))
        return int(found[1]) if found else 0
