"""Read the table's files, and find the rule that decides."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from latchstring.mail.bounces.facts import Stage
from latchstring.mail.bounces.reasons import REASONS, Reason
from latchstring.mail.bounces.table.evidence import Evidence

_FOLDER = Path(__file__).parent
_BETWEEN = ".{0,60}?"


@dataclass(frozen=True, slots=True)
class Ruling:
    """``rule`` names the line of the table that decided."""

    reason: Reason
    rule: str


@dataclass(frozen=True)
class Phrases:
    """Phrases for one reason; ``stage`` lists the stages at which they count, "" for an unknown one."""

    reason: str
    by: str
    says: tuple[str, ...]
    stage: tuple[str, ...] = ()

    @cached_property
    def patterns(self) -> list[tuple[str, str, re.Pattern[str]]]:
        """Each phrase, its longest piece, by which most texts are ruled out at once, and its pattern."""
        return [(each, max(re.split(r"[*$]", each), key=len), re.compile(_as_pattern(each))) for each in self.says]

    def find(self, words: str, stage: Stage | None) -> str:
        """The first phrase that fits, as the table has it, or nothing."""
        if self.stage and str(stage or "") not in self.stage:
            return ""
        fitting = (each for each, piece, pattern in self.patterns if piece in words and pattern.search(words))
        return next(fitting, "")

    def without(self, rules: Collection[str]) -> "Phrases":
        return replace(self, says=tuple(each for each in self.says if f"{self.by}: “{each}”" not in rules))


@dataclass(frozen=True, slots=True)
class Provider:
    name: str
    hosts: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)

    def find(self, evidence: Evidence) -> Ruling | None:
        if self.hosts and not any(host in evidence.server for host in self.hosts):
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

        return Provider(self.name, self.hosts, left(self.marks), left(self.codes), left(self.says))


@dataclass(frozen=True)
class Table:
    sure: Mapping[str, str]
    usual: Mapping[str, str]
    providers: tuple[Provider, ...]
    phrases: tuple[Phrases, ...]
    replies: Mapping[str, Mapping[str, str]]
    ignored: re.Pattern[str]

    def find(self, evidence: Evidence) -> Ruling | None:
        """The first rule that fits: sure codes, providers, phrases, usual codes, replies."""
        return next(self._fitting(evidence), None)

    def by_action(self, action: str) -> Ruling | None:
        reason = self.replies["action"].get(action)
        return Ruling(REASONS[reason], f"action {action}") if reason else None

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
        words = self.ignored.sub(" ", evidence.words)
        for phrases in self.phrases:
            if found := phrases.find(words, evidence.stage):
                yield self._said(phrases, found, evidence)
        yield from self._by_code(self.usual, evidence)
        yield from self._by_reply(evidence)

    def _by_code(self, codes: Mapping[str, str], evidence: Evidence) -> Iterator[Ruling]:
        for code in evidence.codes:
            for form in (code, f"x{code[1:]}"):
                if form in codes:
                    yield _ruling(codes[form], f"code {code}")

    def _said(self, phrases: Phrases, words: str, evidence: Evidence) -> Ruling:
        """What is said of the address only after the content was seen is believed where the code says so too."""
        rule = f"{phrases.by}: “{words}”"
        after = self.replies["after-content"].get(phrases.reason)
        if after and evidence.stage is Stage.CONTENT and not any(code[1:4] == ".1." for code in evidence.codes):
            return _ruling(after, f"{rule} after the content")
        later = self.replies["class-4"].get(phrases.reason)
        if later and evidence.status.startswith("4.") and not evidence.answer:
            return _ruling(later, f"{rule} with {evidence.status}")
        return _ruling(phrases.reason, rule)

    def _by_reply(self, evidence: Evidence) -> Iterator[Ruling]:
        code = str(evidence.answer or "")
        stage = str(evidence.stage or "unsaid")
        for form in (code, code[:1]):
            if form and form in self.replies[stage]:
                yield _ruling(self.replies[stage][form], f"reply {code} to {stage}")


@cache
def table() -> Table:
    """Raises KeyError for a reason that there is not."""
    codes, phrases = _load("codes"), _load("phrases")
    return Table(
        codes["sure"],
        codes["usual"],
        tuple(Provider(**_tuples(each)) for each in _load("providers")["provider"]),
        tuple(Phrases(**_tuples(each)) for each in phrases["phrases"]),
        _load("replies"),
        re.compile("|".join(map(_as_pattern, phrases["ignore"]))),
    )


def _load(name: str) -> dict[str, Any]:
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}


def _ruling(reason: str, rule: str) -> Ruling:
    return Ruling(REASONS[reason], rule)


def _as_pattern(phrase: str) -> str:
    """The phrase from the beginning of a word on."""
    body = _BETWEEN.join(re.escape(piece) for piece in phrase.removesuffix("$").split("*"))
    start = r"\b" if phrase[:1].isalnum() and phrase.isascii() else ""
    return start + body + (r"\W*$" if phrase.endswith("$") else "")
