"""Real bounces with verdicts, where a folder of them lies beside this one."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[4] / "shared" / "bounces"
MISSING = "there is no folder ../shared/bounces with labels.csv beside this one"
HARMLESS = ("autoreply", "delivered")


@dataclass(frozen=True, slots=True)
class Sample:
    file: str
    verdict: str
    raw: bytes

    @property
    def generator(self) -> str:
        """Whose words they are: the name of the file without its number."""
        return re.sub(r"-\d+\.eml$", "", self.file)


@cache
def samples() -> list[Sample]:
    """None where the folder is not there."""
    if not (FOLDER / "labels.csv").is_file():
        return []
    with (FOLDER / "labels.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [Sample(row["file"], row["verdict"], (FOLDER / "messages" / row["file"]).read_bytes()) for row in rows]
