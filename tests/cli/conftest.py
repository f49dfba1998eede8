import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from latchstring.config.command import main
from tests.cli.shell import Shell

PASSWORD = "a few words in a row\n"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """The command in a process of its own, in an installation that nobody has touched yet."""
    return Shell(tmp_path / "data")


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def latchstring(db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """The command in this process, on the test's database."""

    def run(*arguments: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = main([str(argument) for argument in arguments])
        return Done(code, *capsys.readouterr())

    return run


@pytest.fixture
def create_firm(latchstring: Callable[..., Done]) -> Callable[..., Done]:
    def run(*more, name="Alder & Pike", email="Olive@alder-pike.example", password=PASSWORD):
        owner = ("--name", name, "--owner-email", email, "--password-stdin")
        return latchstring("create-firm", *owner, *more, stdin=password)

    return run


@pytest.fixture
def firm(create_firm: Callable[..., Done]) -> None:
    """An installation with one firm, Alder & Pike."""
    assert create_firm().returncode == 0
