"""Read how a mail server's email is told from a person's."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Letters:
    """Words in lower case, as ``letters.toml`` explains them."""

    daemons: tuple[str, ...]
    machines: tuple[str, ...]
    failures: tuple[str, ...]
    reply_headers: tuple[str, ...]
    reply_values: tuple[str, ...]
    reply_subjects: tuple[str, ...]
    reply_endings: tuple[str, ...]
    no_complaints: tuple[str, ...]


@cache
def letters() -> Letters:
    """Raises TypeError for a list that there is not."""
    with (Path(__file__).parent / "letters.toml").open("rb") as file:
        return Letters(**{name.replace("-", "_"): tuple(words) for name, words in tomllib.load(file).items()})
