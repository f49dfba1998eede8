"""The documents name what the code has, no more and no less."""

import re
from pathlib import Path

import pytest

from latchstring.cli.parser import parser
from latchstring.config import env

DOCS = Path(__file__).parents[2] / "docs"


def test_every_setting_is_documented_and_every_documented_one_is_read():
    rows = re.findall(r"^\| `LATCHSTRING_([A-Z_]+)` \|", (DOCS / "configuration.md").read_text(), re.MULTILINE)
    assert set(rows) == env.names - {"X"}


def verbs() -> dict:
    return parser()._subparsers._group_actions[0].choices


def test_every_verb_is_documented_and_there():
    rows = re.findall(r"^\| `([a-z-]+)", (DOCS / "command-line.md").read_text(), re.MULTILINE)
    assert sorted(rows) == sorted(verbs())


@pytest.mark.parametrize("name", sorted(verbs()))
def test_every_option_of_a_verb_is_documented(name):
    row = next(line for line in (DOCS / "command-line.md").read_text().splitlines() if line.startswith(f"| `{name}"))
    options = [
        option for action in verbs()[name]._actions for option in action.option_strings if option.startswith("--")
    ]
    assert [option for option in options if option != "--help" and option not in row] == []
