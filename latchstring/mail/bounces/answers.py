"""Judge a mail server's answer in our own session (RFC 5321, 4.2), by the same table as emails that come back."""

from dataclasses import dataclass, replace
from enum import StrEnum

from latchstring.mail.bounces.facts import Stage
from latchstring.mail.bounces.reasons import REASONS, Fault
from latchstring.mail.bounces.table import Evidence, Ruling, table

__all__ = ["Answer", "Judgement", "Stage", "Verdict", "judge"]

_BROKEN = "The connection to the mail server broke. We try again later."
_MISSING = "The mail server did not say whether it took this email. We try again later."
# Refusals for good that are worth trying again all the same.
_WORTH_WAITING = frozenset({"mailbox-full", "too-fast", "later"})


@dataclass(frozen=True, slots=True)
class Answer:
    """``code`` is 0 where the connection broke and nothing was said; after the content the email may have arrived."""

    stage: Stage
    code: int
    words: str

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip() if self.code else self.words

    @property
    def is_missing(self) -> bool:
        """The whole email was handed over, and nobody knows whether it was taken."""
        return self.code == 0 and self.stage is Stage.CONTENT


class Verdict(StrEnum):
    """REFUSED is for good, and neither our fault nor a proof against the address."""

    SENT = "sent"
    DEAD = "dead"
    OURS = "ours"
    PASSING = "passing"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Judgement:
    """``reason`` says it in plain words, ``name`` is the table's name of it; the server's own stand under details."""

    verdict: Verdict
    reason: str
    rule: str = ""
    name: str = ""


def judge(answer: Answer) -> Judgement:
    if answer.code == 0:
        return Judgement(Verdict.PASSING, _MISSING if answer.is_missing else _BROKEN)
    if answer.code < 400:
        return Judgement(Verdict.SENT, "")
    found = _ruling(answer)
    reason, rule = (found.reason, found.rule) if found else (REASONS["refused"], "")
    if answer.code < 500:
        reason = reason if reason.name == "mailbox-full" else REASONS["later"]
        return Judgement(Verdict.PASSING, reason.sentence, rule, reason.name)
    if answer.stage in (Stage.SENDER, Stage.CONNECTION) and reason.fault is not Fault.OURS:
        return Judgement(Verdict.OURS, REASONS["refused"].sentence, rule)
    if reason.fault is Fault.PASSING:
        verdict = Verdict.PASSING if reason.name in _WORTH_WAITING else Verdict.REFUSED
        return Judgement(verdict, reason.sentence, rule, reason.name)
    return Judgement(Verdict.DEAD if reason.fault is Fault.ADDRESS else Verdict.OURS, reason.sentence, rule)


def _ruling(answer: Answer) -> Ruling | None:
    """By its words; where nobody understands them by its code alone, which was said to us and not told by others."""
    said = Evidence(answer.words, reply=answer.code, stage=answer.stage)
    found, bare = table().find(said), table().find(replace(said, text=""))
    return bare if found and bare and found.rule == bare.rule else found
