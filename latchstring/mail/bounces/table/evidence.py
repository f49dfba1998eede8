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
# What is only said for the case that it should be so.
_IF = re.compile(r"\bif\b[^.,;:!?]{0,160}", re.IGNORECASE)
_IP = re.compile(r"\[?(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])\]?")
MOST = 8_000
"""Characters that are judged; a server that has more to say has said it by then."""
# What Postfix says around an answer.
_AROUND = re.compile(r"\(in reply to (?:the )?[\w ]{2,24} command\)|\bhost \S{1,100} said: ", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{4}|[^\x00-\x7f]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "`": "'"})


@dataclass(frozen=True)
class Evidence:
    """``text`` is what was said; ``status`` an enhanced code that stands beside it, ``server`` who said it.

    ``ours`` are the addresses and domains that we send from, in lower case.
    """

    text: str
    status: str = ""
    reply: int = 0
    stage: Stage | None = None
    server: str = ""
    ours: tuple[str, ...] = ()

    @cached_property
    def words(self) -> str:
        """For phrases: in lower case, single blanks, without links and codes, an @ for each address; ours are ours@."""
        text = self.text[:MOST]
        for each in self.ours:
            text = re.sub(rf"<?(?<![\w.-]){re.escape(each)}(?![\w-])>?", " ours@ ", text, flags=re.IGNORECASE)
        for pattern, instead in (
            (_AROUND, " "),
            (_LINK, " "),
            (_IF, " "),
            (_ADDRESS, " @ "),
            (_IP, " "),
            (_LEADING, " "),
        ):
            text = pattern.sub(instead, text)
        return " ".join(text.translate(_QUOTES).lower().split())

    @cached_property
    def codes(self) -> list[str]:
        """Enhanced codes, the last one that was said first, then the one beside it; ``x.0.0`` says nothing."""
        said = [".".join(found.groups()) for found in _ENHANCED.finditer(self.text[:MOST])]
        codes = [*reversed(said), self.status]
        return [code for code in dict.fromkeys(codes) if code and not code.endswith(".0.0")]

    @property
    def is_of_address(self) -> bool:
        return any(code[1:4] == ".1." for code in self.codes)

    @property
    def is_for_now(self) -> bool:
        """Whether the reply is of class 4, or the code of the report where there is none (RFC 3463, 3.1)."""
        return str(self.answer or self.status).startswith("4")

    @property
    def is_silent(self) -> bool:
        """Whether no word of some length stands beside the codes and addresses."""
        return not _WORD.search(self.words)

    @cached_property
    def answer(self) -> int:
        """The SMTP reply code, 0 where none was said."""
        if self.reply:
            return self.reply
        found = _REPLY.search(_LINK.sub(" ", self.text[:MOST]))
        return int(found[1]) if found else 0
