"""Whatever a mail server says in whatever shape: a living address is never shut, and a dead one is found."""

import pytest

from latchstring.mail.bounces.judge import judge, judge_each
from latchstring.mail.bounces.read import read
from tests.mail.bounces.forms import OTHER, TO
from tests.mail.bounces.said import everything


@pytest.fixture(scope="module")
def judged():
    return [(said, judge(read(said.raw))) for said in everything()]


@pytest.mark.parametrize("verdict", ["dead", "failed", "complaint", "autoreply", "delivered", "unknown"])
def test_each_is_judged_as_the_table_has_it(judged, verdict):
    mine = [(said, judgement) for said, judgement in judged if said.verdict == verdict]
    assert len(mine) >= 4
    wrong = [
        f"{judgement.verdict} by {judgement.rule}: {said}" for said, judgement in mine if judgement.verdict != verdict
    ]
    assert wrong == []


def test_the_address_is_the_one_that_the_email_went_to(judged):
    about = [(said, judgement.address) for said, judgement in judged if said.verdict in ("dead", "failed", "delivered")]
    assert [f"{address}: {said}" for said, address in about if address != TO and said.form != "two"] == []


def test_of_two_recipients_each_has_its_own_verdict():
    (said,) = [each for each in everything() if each.form == "two" and each.verdict == "dead"]
    assert {each.address: each.verdict for each in judge_each(read(said.raw))} == {OTHER: "delivered", TO: "dead"}


def test_every_rule_has_a_name(judged):
    assert [str(said) for said, judgement in judged if not judgement.rule] == []
