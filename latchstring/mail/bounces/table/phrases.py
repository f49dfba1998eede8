"""Find what mail servers say in words, in the small language of ``phrases.toml``."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from latchstring.mail.bounces.facts import Stage

_GAPS = {"*": ".{0,60}?", "~": "[^.;!?]{0,45}?"}
_GROUP = r"\{[\w-]+\}"


@dataclass(frozen=True)
class Phrases:
    """Phrases for one reason; ``stage`` lists the stages at which they count, "" for an unknown one.

    Weak ones count only after the codes of addresses. ``words`` are the groups that phrases name in braces.
    """

    reason: str
    by: str
    says: tuple[str, ...]
    stage: tuple[str, ...] = ()
    weak: bool = False
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def patterns(self) -> list[tuple[str, str, re.Pattern[str]]]:
        """Each phrase, its longest plain piece, by which most texts are ruled out at once, and its pattern."""
        plain = ((each, re.split(rf"[*~$]|{_GROUP}", each)) for each in self.says)
        return [(each, max(pieces, key=len), re.compile(as_pattern(each, self.words))) for each, pieces in plain]

    def find(self, words: str, stage: Stage | None) -> str:
        """The first phrase that fits, as the table has it, or nothing."""
        if self.stage and str(stage or "") not in self.stage:
            return ""
        fitting = (each for each, piece, pattern in self.patterns if piece in words and pattern.search(words))
        return next(fitting, "")

    def without(self, rules: Collection[str]) -> "Phrases":
        return replace(self, says=tuple(each for each in self.says if f"{self.by}: “{each}”" not in rules))


def as_pattern(phrase: str, words: Mapping[str, tuple[str, ...]]) -> str:
    """The phrase from the beginning of a word on; raises KeyError for a group of words that there is not."""
    pieces = re.split(rf"([*~]|{_GROUP})", phrase.removesuffix("$"))
    body = "".join(_piece(piece, words) for piece in pieces)
    start = r"\b" if phrase[:1] == "{" or (phrase[:1].isalnum() and phrase.isascii()) else ""
    return start + body + (r"\W*$" if phrase.endswith("$") else "")


def _piece(piece: str, words: Mapping[str, tuple[str, ...]]) -> str:
    if piece[:1] == "{":
        return "(?:" + "|".join(map(re.escape, words[piece.strip("{}")])) + ")"
    return _GAPS.get(piece) or re.escape(piece)
