"""What mail servers say, as the table ``said.txt`` has it: one answer a line, with its verdict."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.mail.bounces.forms import email_of


@dataclass(frozen=True, slots=True)
class Said:
    """``by`` is whose words they are; ``status`` are headers where a mailbox answers."""

    verdict: str
    form: str
    by: str
    status: str
    words: str

    @property
    def raw(self) -> bytes:
        return email_of(self.form, self.status, self.words)

    def __str__(self) -> str:
        return " | ".join((self.verdict, self.form, self.by, self.status, self.words))


@cache
def everything() -> list[Said]:
    """Raises TypeError for a line that has not five columns."""
    text = (Path(__file__).parent / "said.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [Said(*(each.strip() for each in line.split("|", 4))) for line in lines]
