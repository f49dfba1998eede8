"""Emails with verdicts: how many are judged right, beside flufl.bounce on the same emails.

Two sets: real bounces from a folder beside this one, and what servers say by the table of the tests. ``without the
provider's own`` judges each server's emails by a table that lacks what was only ever needed for them, in both sets.
"""

import io
import json
import logging
import sys
import tempfile
import time
from argparse import Namespace
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

from flufl.bounce import all_failures

from latchstring.cli import judge as command
from latchstring.mail.bounces.judge import Judgement, judge
from latchstring.mail.bounces.read import read
from latchstring.mail.bounces.reasons import Verdict
from latchstring.mail.bounces.table import table
from tests.bench.figures import figure
from tests.mail.bounces import said
from tests.mail.bounces.corpus import HARMLESS, MISSING, samples
from tests.mail.bounces.damage import damaged

DEAD = "dead"
logging.getLogger("flufl.bounce").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Case:
    """``by`` is whose words they are."""

    name: str
    by: str
    verdict: str
    raw: bytes


def run(size: int, db: str) -> Iterator[dict[str, Any]]:
    """``beside`` is flufl.bounce; ``size`` is how often each email is damaged."""
    real = [Case(each.file, each.generator, each.verdict, each.raw) for each in samples()]
    told = [Case(str(each), f"said by {each.by}", each.verdict, each.raw) for each in said.everything()]
    if not real:
        print(f"Real bounces are not judged: {MISSING}.", file=sys.stderr)
    ours, seconds = _timed(lambda: {each.name: judge(read(each.raw)) for each in [*real, *told]})
    theirs, their_seconds = _timed(lambda: {each.name: _flufl(each) for each in [*real, *told]})
    unseen = _unseen([*real, *told], ours)
    for name, cases in (("bounces", real), ("bounces as servers word them", told)):
        if cases:
            yield from _figures(name, cases, ours, theirs, unseen, db)
    n = len(ours)
    yield figure("bounces, judged a second", n, db, n / seconds, "emails/s", n / their_seconds)
    yield _damaged([*real, *told], size, db)


def _figures(
    name: str,
    cases: list[Case],
    ours: dict[str, Judgement],
    theirs: dict[str, Verdict],
    unseen: dict[str, Verdict],
    db: str,
) -> Iterator[dict[str, Any]]:
    verdicts = {each.name: ours[each.name].verdict for each in cases}
    for what, wanted in (("dead found", True), ("others called dead", False)):
        mine = _share(cases, verdicts, dead=wanted)
        yield figure(f"{name}, {what}", len(cases), db, mine, "%", _share(cases, theirs, dead=wanted))
        alone = _share(cases, unseen, dead=wanted)
        yield figure(f"{name}, {what}, without the provider's own", len(cases), db, alone, "%", mine)
    for what, of in (("complaint", ("complaint",)), ("harmless", HARMLESS)):
        right = [verdicts[each.name] == each.verdict for each in cases if each.verdict in of]
        yield figure(f"{name}, {what} seen", len(right), db, sum(right), "emails", len(right))


def _flufl(case: Case) -> Verdict:
    failures = all_failures(message_from_bytes(case.raw))[1]
    return Verdict.DEAD if failures else Verdict.UNKNOWN


def _unseen(cases: list[Case], ours: dict[str, Judgement]) -> dict[str, Verdict]:
    """Each one's emails, judged without the rules that decide in nobody else's."""
    used: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        used[_line(ours[case.name])].add(case.by)
    found: dict[str, Verdict] = {}
    for by in {each.by for each in cases}:
        rest = table().without({rule for rule, users in used.items() if users == {by}})
        found |= {each.name: judge(read(each.raw), by=rest).verdict for each in cases if each.by == by}
    return found


def _line(judgement: Judgement) -> str:
    """The line of the table, without what the ruling adds to it."""
    return judgement.rule.partition("” ")[0] + ("”" if "” " in judgement.rule else "")


def _share(cases: list[Case], verdicts: dict[str, Verdict], *, dead: bool) -> float:
    told = [verdicts[each.name] == DEAD for each in cases if (each.verdict == DEAD) == dead]
    return 100 * sum(told) / len(told)


def _damaged(cases: list[Case], times: int, db: str) -> dict[str, Any]:
    """Files of which ``latchstring judge`` says one object with a verdict, beside how many there are."""
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()) as out:
        n = 0
        for case in cases:
            for worse in damaged(case.raw, seed=2027, times=times):
                (Path(folder) / f"{n}.eml").write_bytes(worse)
                n += 1
        command.run(Namespace(files=[folder]))
    good = sum(json.loads(line)["verdict"] in set(Verdict) for line in out.getvalue().splitlines())
    return figure("bounces, damaged ones judged", n, db, good, "files", n)


def _timed[T](work: Callable[[], T]) -> tuple[T, float]:
    begin = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begin
