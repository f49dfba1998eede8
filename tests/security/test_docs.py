"""docs/security.md and docs/rules.md claim nothing without something that is there."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
RULES = (ROOT / "docs" / "rules.md").read_text()
NAMED = sorted(set(re.findall(r"`([\w./-]+/[\w./-]+\.\w+|bin/\w+)`", PAGE + RULES)))
ROWS = re.findall(r"^\| ([\d., –]+) \| (.+?) \| (met|n/a|open) \| (.+) \|$", PAGE, re.MULTILINE)


def test_what_is_named_is_there():
    assert len(NAMED) > 100
    assert [name for name in NAMED if not (ROOT / name).is_file()] == []


def test_every_requirement_that_is_met_names_a_file():
    assert [row[:2] for row in ROWS if row[2] == "met" and "`" not in row[3]] == []


def test_every_row_has_a_status_and_no_number_comes_twice():
    table = PAGE[PAGE.index("### V1 ") :]
    assert len(ROWS) == len(re.findall(r"^\| \d", table, re.MULTILINE))
    numbers = Counter(number for row in ROWS for number in re.findall(r"[\d.]+", row[0]))
    assert [number for number, times in numbers.items() if times > 1] == []


def count(status):
    """Of the numbers of rows with this status; a row names one section."""
    spans = [re.findall(r"[\d.]+\.(\d+)(?:–[\d.]+\.(\d+))?", row[0]) for row in ROWS if row[2] == status]
    return sum(int(last or first) - int(first) + 1 for numbers in spans for first, last in numbers)


def test_the_sums_are_those_of_the_table():
    met, not_applicable, still_open = map(int, re.search(r"(\d+) met, (\d+) not applicable, (\d+) open", PAGE).groups())
    assert (count("met"), count("open")) == (met, still_open)
    assert met + not_applicable + still_open == 253
