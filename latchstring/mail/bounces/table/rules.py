"""Read the table's files, and find the rule that decides."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from latchstring.mail.bounces.reasons import REASONS, Reason
from latchstring.mail.bounces.table.evidence import Evidence
from latchstring.mail.bounces.table.phrases import Phrases, as_pattern, groups_in
from latchstring.mail.bounces.table.tempered import tempered

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Ruling:
    """``rule`` names the line of the table that decided."""

    reason: Reason
    rule: str


@dataclass(frozen=True, slots=True)
class Provider:
    name: str
    hosts: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)
    stage: tuple[str, ...] = ()

    def find(self, evidence: Evidence) -> Ruling | None:
        if self.stage and str(evidence.stage or "") not in self.stage:
            return None
        if self.hosts and not any(host in evidence.server or host in evidence.words for host in self.hosts):
            return None
        places = ((self.marks, evidence.text), (self.codes, evidence.codes), (self.says, evidence.words))
        for known, where in places:
            for sign, reason in known.items():
                if sign in where:
                    return _ruling(reason, f"{self.name}: {sign}")
        return None

    def without(self, rules: Collection[str]) -> "Provider":
        def left(known: Mapping[str, str]) -> dict[str, str]:
            return {sign: reason for sign, reason in known.items() if f"{self.name}: {sign}" not in rules}

        return replace(self, marks=left(self.marks), codes=left(self.codes), says=left(self.says))


@dataclass(frozen=True)
class Table:
    sure: Mapping[str, str]
    address: Mapping[str, str]
    usual: Mapping[str, str]
    subject: Mapping[str, str]
    providers: tuple[Provider, ...]
    phrases: tuple[Phrases, ...]
    replies: Mapping[str, Mapping[str, str]]
    ignored: re.Pattern[str]

    def find(self, evidence: Evidence) -> Ruling | None:
        """The first rule that fits: sure codes, providers, phrases, codes of addresses, weak phrases, the rest."""
        return next(self._fitting(evidence), None)

    def is_plain(self, code: str) -> bool:
        """Whether this code says enough without any words."""
        return any(form in codes for codes in (self.sure, self.address) for form in _forms(code))

    def by_action(self, action: str) -> Ruling | None:
        reason = self.replies["action"].get(action)
        return Ruling(REASONS[reason], f"action {action}") if reason else None

    def by_delay(self, evidence: Evidence) -> Ruling | None:
        """Whether it is said that the email is only late."""
        for phrases in self.phrases:
            if phrases.reason == "delayed" and (found := phrases.find(evidence.words, None, frozenset())):
                return _ruling(phrases.reason, f"{phrases.by}: “{found}”")
        return None

    def without(self, rules: Collection[str]) -> "Table":
        """Without these phrases and providers' codes, by the names that rulings have."""
        return replace(
            self,
            providers=tuple(each.without(rules) for each in self.providers),
            phrases=tuple(each.without(rules) for each in self.phrases),
        )

    def _fitting(self, evidence: Evidence) -> Iterator[Ruling]:
        yield from self._by_code(self.sure, evidence)
        for provider in self.providers:
            if known := provider.find(evidence):
                yield known
        if wrong := self.replies["command"].get(str(evidence.answer)):
            yield _ruling(wrong, f"reply {evidence.answer}")
        words = self.ignored.sub(" ", evidence.words)
        groups = groups_in(words, self.phrases[0].words)
        yield from self._by_words(words, groups, evidence, weak=False)
        yield from self._by_code(self.address, evidence)
        yield from self._by_words(words, groups, evidence, weak=True)
        yield from self._by_code(self.usual, evidence)
        if never := self.replies["never"].get(str(evidence.answer)):
            yield _ruling(never, f"reply {evidence.answer}")
        yield from self._by_subject(evidence)
        yield from self._by_reply(evidence)

    def _by_words(self, words: str, groups: frozenset[str], evidence: Evidence, *, weak: bool) -> Iterator[Ruling]:
        for phrases in self.phrases:
            if phrases.weak is weak and (found := phrases.find(words, evidence.stage, groups)):
                yield self._tempered(phrases.reason, f"{phrases.by}: “{found}”", evidence, weak=weak)

    def _by_code(self, codes: Mapping[str, str], evidence: Evidence) -> Iterator[Ruling]:
        for code in evidence.codes:
            for form in _forms(code):
                if form in codes:
                    yield self._tempered(codes[form], f"code {code}", evidence, weak=True)

    def _by_subject(self, evidence: Evidence) -> Iterator[Ruling]:
        for code in evidence.codes:
            subject = f"x{code[1:3]}"
            if subject in self.subject and code[3] == ".":
                yield _ruling(self.subject[subject], f"code {code}")

    def _by_reply(self, evidence: Evidence) -> Iterator[Ruling]:
        code = str(evidence.answer or "")
        stage = str(evidence.stage or "unsaid")
        silent = stage == "recipient" and evidence.is_silent
        for known in (*(("silent",) if silent else ()), stage):
            for form in (code, code[:1]):
                if form and form in self.replies[known]:
                    yield _ruling(self.replies[known][form], f"reply {code} to {stage}")

    def _tempered(self, reason: str, rule: str, evidence: Evidence, *, weak: bool = False) -> Ruling:
        reason, added = tempered(reason, evidence, self.replies, weak=weak)
        return _ruling(reason, rule + added)


@cache
def table() -> Table:
    """Raises KeyError for a reason that there is not."""
    codes, phrases = _load("codes"), _load("phrases")
    words = _tuples(phrases["words"])
    return Table(
        codes["sure"],
        codes["address"],
        codes["usual"],
        codes["subject"],
        tuple(Provider(**_tuples(each)) for each in _load("providers")["provider"]),
        tuple(Phrases(**_tuples(each), words=words) for each in phrases["phrases"]),
        _load("replies"),
        re.compile("|".join(as_pattern(each, words) for each in phrases["ignore"])),
    )


def _load(name: str) -> dict[str, Any]:
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}


def _forms(code: str) -> tuple[str, str]:
    """The code itself, and as one of class 4 or 5."""
    return code, f"x{code[1:]}"


def _ruling(reason: str, rule: str) -> Ruling:
    return Ruling(REASONS[reason], rule)
