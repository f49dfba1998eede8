"""Judge a mail server's answer in our own session (RFC 5321, 4.2; enhanced codes by RFC 3463)."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where in the conversation the answer came."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"
    CONNECTION = "connection"


@dataclass(frozen=True, slots=True)
class Answer:
    """``code`` is 0 where the connection broke and nothing was said."""

    stage: Stage
    code: int
    words: str

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip() if self.code else self.words


class Verdict(StrEnum):
    SENT = "sent"
    DEAD = "dead"
    OURS = "ours"
    PASSING = "passing"


@dataclass(frozen=True, slots=True)
class Judgement:
    """``reason`` says it in plain words; the server's own stand under details."""

    verdict: Verdict
    reason: str


_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")

_NOBODY = "There is no mailbox with this address."
_CLOSED = "This mailbox is closed or takes no email."
_NO_HOST = "The part after @ receives no email."
_MOVED = "This mailbox has moved, and the old address takes nothing."
_REFUSED = "The mail server refused our email. The address may well be right."
_NOT_RELAYED = "Our mail server does not accept email for this address from us."
_FULL = "This mailbox is full. We try again later."
_LATER = "The mail server asked us to try again later."
_BROKEN = "The connection to the mail server broke. We try again later."

_DEAD = {
    (1, 0): _NOBODY, (1, 1): _NOBODY, (1, 2): _NO_HOST, (1, 3): _NOBODY, (1, 4): _NOBODY, (1, 6): _MOVED,
    (1, 10): _NO_HOST, (2, 0): _CLOSED, (2, 1): _CLOSED, (4, 1): _NO_HOST, (4, 4): _NO_HOST, (7, 13): _CLOSED,
}  # fmt: skip
_OUR_CLASSES = {"3", "5", "6", "7"}  # mail system, protocol, content, policy

_OUR_WORDS = re.compile(
    r"relay|spam|spf\b|dkim|dmarc|polic(?:y|ies)|reputation|black ?list|block(?:ed|list)|\brbl\b|dnsbl|"
    r"authenticat|not allowed|not permitted|access denied|reverse dns|\bptr\b|content|too large|size limit",
    re.IGNORECASE,
)
_FULL_WORDS = re.compile(r"\bfull\b|quota|insufficient (?:system )?storage|over ?limit", re.IGNORECASE)
_DEAD_WORDS = re.compile(
    r"no such|unknown|does ?n.t exist|does not exist|not exist|not found|no mailbox|disabled|inactive|"
    r"invalid (?:recipient|mailbox|address)|unavailable|user|recipient|mailbox|address",
    re.IGNORECASE,
)


def judge(answer: Answer) -> Judgement:
    if answer.code == 0:
        return Judgement(Verdict.PASSING, _BROKEN)
    if answer.code < 400:
        return Judgement(Verdict.SENT, "")
    if answer.code < 500:
        return Judgement(Verdict.PASSING, _FULL if _is_full(answer) else _LATER)
    if answer.stage in (Stage.SENDER, Stage.CONNECTION):
        return Judgement(Verdict.OURS, _REFUSED)
    return _by_enhanced_code(answer) or _by_words(answer)


def _is_full(answer: Answer) -> bool:
    found = _ENHANCED.search(answer.words)
    return found[0][2:] == "2.2" if found else bool(_FULL_WORDS.search(answer.words))


def _by_enhanced_code(answer: Answer) -> Judgement | None:
    found = _ENHANCED.search(answer.words)
    if found is None or found[1] != "5":
        return None
    subject, detail = found[2], int(found[3])
    if (int(subject), detail) == (2, 2):
        return Judgement(Verdict.PASSING, _FULL)
    if _OUR_WORDS.search(answer.words) and "relay" in answer.words.lower():
        return Judgement(Verdict.OURS, _NOT_RELAYED)
    dead = _DEAD.get((int(subject), detail))
    if dead is not None:
        return Judgement(Verdict.DEAD, dead)
    return Judgement(Verdict.OURS, _REFUSED) if subject in _OUR_CLASSES or subject in "124" else None


def _by_words(answer: Answer) -> Judgement:
    """Older servers say it in words alone; about content they never mean the address."""
    if _is_full(answer):
        return Judgement(Verdict.PASSING, _FULL)
    if "relay" in answer.words.lower():
        return Judgement(Verdict.OURS, _NOT_RELAYED)
    if _OUR_WORDS.search(answer.words):
        return Judgement(Verdict.OURS, _REFUSED)
    if answer.stage is Stage.CONTENT:
        dead = answer.code in (550, 551, 553) and _DEAD_WORDS.search(answer.words)
        return Judgement(Verdict.DEAD, _NOBODY) if dead else Judgement(Verdict.OURS, _REFUSED)
    if answer.code >= 550 or answer.code in (510, 511, 512, 521):
        return Judgement(Verdict.DEAD, {551: _MOVED, 521: _NO_HOST, 556: _NO_HOST}.get(answer.code, _NOBODY))
    return Judgement(Verdict.OURS, _REFUSED)
