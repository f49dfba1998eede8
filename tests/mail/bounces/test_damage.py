"""``latchstring judge`` says one thing of each file, whatever is in it."""

import json
import time
from argparse import Namespace

import pytest

from latchstring.cli import judge
from latchstring.mail.bounces.reasons import REASONS, Verdict
from tests.mail.bounces.damage import WAYS, damaged
from tests.mail.bounces.forms import FORMS
from tests.mail.bounces.said import everything

KEYS = {"file", "verdict", "reason", "address", "rule"}


@pytest.fixture
def folder(tmp_path):
    """One email of each form, each damaged in twelve ways, and one of thirty megabytes."""
    one_each = {said.form: said.raw for said in everything()}
    assert one_each.keys() == FORMS.keys()
    for form, raw in one_each.items():
        for number, worse in enumerate(damaged(raw, seed=1, times=12)):
            (tmp_path / f"{form}-{number}.eml").write_bytes(worse)
    (tmp_path / "long.eml").write_bytes(one_each["rcpt"] + b"A" * 30_000_000)
    (tmp_path / "empty.eml").write_bytes(b"")
    return tmp_path


def told(capsys, *names):
    judge.run(Namespace(files=[str(name) for name in names]))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_file_of_a_folder_has_one_object(folder, capsys):
    begin = time.process_time()
    found = told(capsys, folder)
    assert time.process_time() - begin < 30
    assert [each["file"] for each in found] == sorted(str(path) for path in folder.iterdir())
    assert {frozenset(each) for each in found} == {frozenset(KEYS)}
    assert {each["verdict"] for each in found} <= set(Verdict)
    assert {each["reason"] for each in found} <= REASONS.keys()
    by_name = {each["file"]: each for each in found}
    assert by_name[str(folder / "long.eml")]["verdict"] == "failed"
    assert by_name[str(folder / "empty.eml")]["verdict"] == "unknown"


def test_a_file_that_is_not_there_is_unknown(tmp_path, capsys):
    (found,) = told(capsys, tmp_path / "gone.eml")
    assert (found["verdict"], found["address"]) == ("unknown", "")


@pytest.mark.parametrize("form", ["rcpt", "prose", "arf", "letter"])
def test_what_lies_before_the_headers_and_other_line_ends_change_nothing(tmp_path, capsys, form):
    said = next(each for each in everything() if each.form == form and each.verdict != "unknown")
    raw = said.raw
    shapes = {
        "bom": b"\xef\xbb\xbf" + raw,
        "mbox": b"From MAILER-DAEMON Mon Jan  4 09:00:00 2027\n" + raw,
        "blank": b"\n  \n" + raw,
        "crlf": raw.replace(b"\n", b"\r\n"),
        "cr": raw.replace(b"\n", b"\r"),
        "utf-16": raw.decode().encode("utf-16"),
    }
    for name, shape in shapes.items():
        (tmp_path / name).write_bytes(shape)
    assert {each["file"]: each["verdict"] for each in told(capsys, tmp_path)} == {
        str(tmp_path / name): said.verdict for name in shapes
    }


def test_the_same_seed_does_the_same_damage():
    raw = everything()[0].raw
    assert list(damaged(raw, seed=7, times=9)) == list(damaged(raw, seed=7, times=9))
    assert len(WAYS) == len(set(WAYS))
