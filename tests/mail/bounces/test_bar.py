"""How many real bounces are judged right; a dead address that is missed costs less than a living one that is shut."""

import pytest

from latchstring.mail.bounces.judge import judge
from latchstring.mail.bounces.read import read
from tests.mail.bounces.corpus import HARMLESS, MISSING, samples

pytestmark = pytest.mark.skipif(not samples(), reason=MISSING)


@pytest.fixture(scope="module")
def judged():
    return [(sample, judge(read(sample.raw)).verdict) for sample in samples()]


def test_ninety_five_in_a_hundred_dead_addresses_are_found(judged):
    found = [verdict == "dead" for sample, verdict in judged if sample.verdict == "dead"]
    assert sum(found) / len(found) >= 0.95


def test_at_most_three_in_a_hundred_others_are_called_dead(judged):
    wrong = [verdict == "dead" for sample, verdict in judged if sample.verdict != "dead"]
    assert sum(wrong) / len(wrong) <= 0.03


def test_every_complaint_is_seen_and_nothing_else_is_one(judged):
    assert [
        sample.file for sample, verdict in judged if (sample.verdict == "complaint") != (verdict == "complaint")
    ] == []


def test_automatic_answers_and_success_are_harmless(judged):
    harmless = [(sample.verdict, verdict) for sample, verdict in judged if sample.verdict in HARMLESS]
    assert len(harmless) == 4
    assert [verdict for truth, verdict in harmless if verdict != truth] == []
