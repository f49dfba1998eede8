"""Real bounces with verdicts: how many are judged right, beside flufl.bounce on the same files.

``without the provider's own`` judges each server's emails by a table that lacks what was only ever needed for them.
"""

import logging
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from email import message_from_bytes
from typing import Any

from flufl.bounce import all_failures

from latchstring.mail.bounces.facts import Facts
from latchstring.mail.bounces.judge import Judgement, judge
from latchstring.mail.bounces.read import read
from latchstring.mail.bounces.reasons import Verdict
from latchstring.mail.bounces.table import table
from tests.bench.figures import figure
from tests.mail.bounces.corpus import HARMLESS, MISSING, Sample, samples

DEAD = "dead"
logging.getLogger("flufl.bounce").setLevel(logging.WARNING)


def run(_size: int, db: str) -> Iterator[dict[str, Any]]:
    """``beside`` is flufl.bounce; what it can't tell apart it has no figure for."""
    if not samples():
        print(f"Bounces are not judged: {MISSING}.", file=sys.stderr)
        return
    everything = samples()
    ours, seconds = _timed(lambda: {each.file: judge(read(each.raw)) for each in everything})
    theirs, their_seconds = _timed(lambda: {each.file: _flufl(each) for each in everything})
    verdicts = {file: judgement.verdict for file, judgement in ours.items()}
    for name, wanted in (("dead found", True), ("others called dead", False)):
        mine = _share(verdicts, dead=wanted)
        yield _percent(f"bounces, {name}", db, mine, _share(theirs, dead=wanted))
        yield _percent(f"bounces, {name}, without the provider's own", db, _share(_unseen(ours), dead=wanted), mine)
    for name, of in (("complaint", ("complaint",)), ("harmless", HARMLESS)):
        right = [verdicts[each.file] == each.verdict for each in everything if each.verdict in of]
        yield figure(f"bounces, {name} seen", len(right), db, sum(right), "emails", len(right))
    n = len(everything)
    yield figure("bounces, judged a second", n, db, n / seconds, "emails/s", n / their_seconds)


def _flufl(sample: Sample) -> Verdict:
    failures = all_failures(message_from_bytes(sample.raw))[1]
    return Verdict.DEAD if failures else Verdict.UNKNOWN


def _unseen(ours: dict[str, Judgement]) -> dict[str, Verdict]:
    """Each generator's emails, judged without the rules that decide in no other's."""
    used: dict[str, set[str]] = defaultdict(set)
    for sample in samples():
        used[_line(ours[sample.file])].add(sample.generator)
    facts: dict[str, Facts] = {each.file: read(each.raw) for each in samples()}
    found = {}
    for generator in {each.generator for each in samples()}:
        rest = table().without({rule for rule, by in used.items() if by == {generator}})
        mine = [each.file for each in samples() if each.generator == generator]
        found |= {file: judge(facts[file], by=rest).verdict for file in mine}
    return found


def _line(judgement: Judgement) -> str:
    """The line of the table, without what the ruling adds to it."""
    return judgement.rule.partition("” ")[0] + ("”" if "” " in judgement.rule else "")


def _share(verdicts: dict[str, Verdict], *, dead: bool) -> float:
    told = [verdicts[each.file] == DEAD for each in samples() if (each.verdict == DEAD) == dead]
    return 100 * sum(told) / len(told)


def _percent(name: str, db: str, value: float, beside: float) -> dict[str, Any]:
    return figure(name, len(samples()), db, value, "%", beside)


def _timed[T](work: Callable[[], T]) -> tuple[T, float]:
    begin = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begin
