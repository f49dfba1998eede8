"""Whether a session still meets a firm's rules."""

from datetime import UTC, datetime, timedelta

import pytest

from latchstring.policy.sign_in import Entered, Method, Rules, Verdict, judge

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def entered(how="password", second=False, since=timedelta(hours=1), idle=timedelta(minutes=1)):
    return Entered(how=how, second=second, since=NOW - since, seen=NOW - idle)


@pytest.mark.parametrize(
    ("rules", "session", "verdict"),
    [
        (Rules(), entered(), Verdict.OPEN),
        (Rules(two_factors=True), entered(), Verdict.SECOND_FACTOR),
        (Rules(two_factors=True), entered(second=True), Verdict.OPEN),
        (Rules(hours=8), entered(since=timedelta(hours=8, seconds=1)), Verdict.TOO_LONG),
        (Rules(hours=8), entered(since=timedelta(hours=8)), Verdict.OPEN),
        (Rules(idle_minutes=15), entered(idle=timedelta(minutes=15, seconds=1)), Verdict.IDLE),
        (Rules(idle_minutes=15), entered(idle=timedelta(minutes=15)), Verdict.OPEN),
        (Rules(methods=frozenset({Method.PASSKEY})), entered(), Verdict.OTHER_METHOD),
        (Rules(methods=frozenset({Method.PASSKEY})), entered("passkey"), Verdict.OPEN),
        (Rules(methods=frozenset({Method.PASSKEY})), entered("invite"), Verdict.OPEN),
        (Rules(two_factors=True, hours=1), entered(since=timedelta(hours=2)), Verdict.TOO_LONG),
    ],
)
def test_verdict(rules, session, verdict):
    assert judge(rules, session, NOW) is verdict
