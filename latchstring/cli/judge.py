"""Judge emails that came back: one JSON object each."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from latchstring.mail.bounces.facts import Facts, Kind
from latchstring.mail.bounces.judge import judge
from latchstring.mail.bounces.read import read


def run(options: Namespace) -> None:
    """A file that can't be read or understood is ``unknown``."""
    if isinstance(sys.stdout, TextIOWrapper):  # words of any language, whatever the terminal's own
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    for name, facts in _emails(options.files):
        ruling = judge(facts)
        told = {
            "file": name,
            "verdict": ruling.verdict,
            "reason": ruling.reason,
            "address": ruling.address,
            "rule": ruling.rule,
        }
        print(json.dumps(told, ensure_ascii=False), flush=True)


def _emails(names: list[str]) -> Iterator[tuple[str, Facts]]:
    for name in names:
        if name == "-":
            yield name, read(sys.stdin.buffer)
        elif Path(name).is_dir():
            inside = sorted(path for path in Path(name).rglob("*") if path.is_file())
            yield from ((str(path), _read(path)) for path in inside)
        else:
            yield name, _read(Path(name))


def _read(path: Path) -> Facts:
    try:
        with path.open("rb") as file:
            return read(file)
    except OSError as error:
        sys.stderr.write(f"latchstring: {path}: {error.strerror}\n")
        return Facts(Kind.UNREADABLE)
