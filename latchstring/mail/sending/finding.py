"""One thing that was looked at, said in plain words."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How it is shown."""

    GOOD = "green"
    DOUBTFUL = "amber"
    BAD = "red"


@dataclass(frozen=True, slots=True)
class Finding:
    """``record`` and ``value`` are what to write into the DNS, where that would mend it."""

    title: str
    tone: Tone
    sentence: str
    record: str = ""
    value: str = ""
