"""Find what mail servers say in words, in the small language of ``phrases.toml``."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from latchstring.mail.bounces.facts import Stage

_GAPS = {" * ": " (?:.{0,60}? )?", "*": ".{0,60}?", "~": "[^.;!?]{0,45}?"}
_GROUP = r"\{[\w-]+\}"


def groups_in(words: str, groups: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The names of those groups of which one word at least is said."""
    return frozenset(name for name, group in groups.items() if any(each in words for each in group))


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
    def patterns(self) -> list[tuple[str, str, frozenset[str], str]]:
        """Each phrase, its longest plain piece and its groups, which rule out most texts at once, and its pattern."""
        return [
            (
                each,
                max(re.split(rf"[*~$]|{_GROUP}", each), key=len),
                frozenset(found.strip("{}") for found in re.findall(_GROUP, each)),
                as_pattern(each, self.words),
            )
            for each in self.says
        ]

    def find(self, words: str, stage: Stage | None, groups: frozenset[str]) -> str:
        """The first phrase that fits, as the table has it, or nothing; ``groups`` are those of which a word is said."""
        if self.stage and str(stage or "") not in self.stage:
            return ""
        fitting = (
            each
            for each, piece, named, pattern in self.patterns
            if piece in words and named <= groups and _compiled(pattern).search(words)
        )
        return next(fitting, "")

    def without(self, rules: Collection[str]) -> "Phrases":
        return replace(self, says=tuple(each for each in self.says if f"{self.by}: “{each}”" not in rules))


@lru_cache(maxsize=8192)
def _compiled(pattern: str) -> re.Pattern[str]:
    """When a text first has its plain piece: of most phrases none ever does. The library keeps too few of them."""
    return re.compile(pattern)


def as_pattern(phrase: str, words: Mapping[str, tuple[str, ...]]) -> str:
    """The phrase from the beginning of a word on; raises KeyError for a group of words that there is not."""
    pieces = re.split(rf"( \* |[*~]|{_GROUP})", phrase.removesuffix("$"))
    body = "".join(_piece(piece, words) for piece in pieces)
    start = r"\b" if phrase[:1] == "{" or (phrase[:1].isalnum() and phrase.isascii()) else ""
    return start + body + (r"\W*$" if phrase.endswith("$") else "")


def _piece(piece: str, words: Mapping[str, tuple[str, ...]]) -> str:
    if piece[:1] == "{":
        return "(?:" + "|".join(map(re.escape, words[piece.strip("{}")])) + ")"
    return _GAPS.get(piece) or re.escape(piece)
