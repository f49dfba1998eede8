"""Judge what came back: each recipient by the table, the email by the gravest of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from latchstring.mail.bounces import senders
from latchstring.mail.bounces.facts import Facts, Kind, Recipient
from latchstring.mail.bounces.reasons import REASONS, Fault, Verdict
from latchstring.mail.bounces.table import Evidence, Ruling, Table, table

_GRAVEST = (Verdict.DEAD, Verdict.COMPLAINT, Verdict.FAILED, Verdict.DELIVERED, Verdict.AUTOREPLY, Verdict.UNKNOWN)
_BY_KIND = {
    Kind.COMPLAINT: "complaint",
    Kind.FEEDBACK: "unknown",
    Kind.REPLY: "autoreply",
    Kind.RECEIPT: "autoreply",
    Kind.UNREADABLE: "unknown",
    Kind.LETTER: "unknown",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """``reason`` is one of the REASONS, ``sentence`` says it to people, ``said`` is what the server said."""

    verdict: Verdict
    reason: str
    sentence: str
    fault: Fault
    address: str
    rule: str
    said: str = ""


def judge(facts: Facts, *, by: Table | None = None) -> Judgement:
    """The gravest of what is judged of the recipients; never raises."""
    every = judge_each(facts, by=by)
    return min(every, key=lambda each: _GRAVEST.index(each.verdict))


def judge_each(facts: Facts, *, by: Table | None = None) -> list[Judgement]:
    """One judgement for each recipient, at least one."""
    rules = by or table()
    to = facts.recipients or (Recipient(address=facts.original.to),)
    if facts.kind in _BY_KIND:
        ruling = Ruling(REASONS[_BY_KIND[facts.kind]], f"kind {facts.kind}")
        return [_judgement(ruling, each, "") for each in to]
    return [_one(facts, each, rules) for each in to]


def _one(facts: Facts, to: Recipient, rules: Table) -> Judgement:
    done = rules.by_action(to.action)
    if done is not None and done.reason.verdict is Verdict.DELIVERED:
        return _judgement(done, to, to.diagnostic)
    found, said = None, ""
    for evidence in _evidence(facts, to, rules):
        found, said = rules.find(evidence), evidence.text
        if found is not None:
            break
    if found is None:
        found = Ruling(REASONS[_undecided(facts, to)], f"kind {facts.kind}")
    if found.reason.verdict is Verdict.DEAD:
        found = done or _late(facts, rules) or found
    return _judgement(found, to, said)


def _late(facts: Facts, rules: Table) -> Ruling | None:
    """A report in words alone may say anywhere in them that it is no more than a warning."""
    return rules.by_delay(Evidence(f"{facts.subject}\n{facts.words}")) if facts.kind is Kind.PROSE else None


def _evidence(facts: Facts, to: Recipient, rules: Table) -> Iterator[Evidence]:
    """What the server said first, with the code of the report; then the free text; then the subject.

    A code that says enough goes before free text in which no server answers: that text is anybody's.
    """
    server = f"{to.remote} {to.address.rpartition('@')[2]} {facts.server}".lower()
    stage = to.stage or facts.stage
    whole = Evidence(to.diagnostic, status=to.status, stage=stage, server=server, ours=_ours(facts, to))
    if to.diagnostic or (rules.is_plain(to.status) and not any(senders.answers(facts.words))):
        yield whole
    yield replace(whole, text=facts.words)
    yield replace(whole, text=facts.subject, status="")


def _ours(facts: Facts, to: Recipient) -> tuple[str, ...]:
    """Our own addresses and their domains, save what the recipient has in common with them."""
    theirs = {to.address.lower(), to.address.rpartition("@")[2].lower()}
    known = [each.lower() for each in (facts.original.sender, facts.original.return_path, facts.sent_to) if each]
    return tuple(dict.fromkeys(each for each in (*known, *_domains(known)) if each not in theirs))


def _domains(addresses: list[str]) -> Iterator[str]:
    return (domain for each in addresses if (domain := each.rpartition("@")[2]))


def _undecided(facts: Facts, to: Recipient) -> str:
    """A report that only says failed, or prose that calls itself a failure, is one without a reason."""
    failed = to.action or to.status or to.diagnostic or senders.is_failure(facts.subject)
    return "undefined" if failed else "unknown"


def _judgement(ruling: Ruling, to: Recipient, said: str) -> Judgement:
    reason = ruling.reason
    words = " ".join(said.split())[:500]
    return Judgement(reason.verdict, reason.name, reason.sentence, reason.fault, to.address, ruling.rule, words)
