"""A person's mistake, or a bad day of the machine, is one line on standard error and an exit code."""

import os
import resource
import socket
import stat

import pytest

from tests.cli.shell import Shell, free_port

USAGE, FAILED = 2, 1


def is_one_line_with(text: str, stderr: str) -> bool:
    return stderr.startswith("latchstring: ") and stderr.count("\n") == 1 and text in stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://localhost/latchstring"),
        ("EMAIL_URL", "pigeon://coop"),
        ("FILES_URL", "ftp://files.example"),
        ("CLAMD_URL", "clamd.example:3310"),
        ("MASTER_KEY", "short"),
        ("BASE_URL", "portal.example.com"),
        ("TASKS_URL", "kafka://localhost"),
        ("DEBUG", "perhaps"),
        ("PORT", "99999"),
        ("LOG_FORMAT", "xml"),
        ("TRUSTED_PROXIES", "one"),
        ("SECRET_KEY_FILE", "/nowhere/secret"),
        ("SECRETKEY", "x"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(shell, name, value):
    shell.settings[f"LATCHSTRING_{name}"] = value
    done = shell("migrate")
    assert done.returncode == USAGE
    assert is_one_line_with(f"LATCHSTRING_{name}", done.stderr), done.stderr


def limit_files_to(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "words"), [(0, "can't write in"), (70_000, "database can't be written"), (300_000, "can't be written")]
)
def test_a_full_disk_is_one_clear_line(shell, size, words):
    done = shell("migrate", before=lambda: limit_files_to(size))
    assert done.returncode in {USAGE, FAILED}
    assert is_one_line_with(words, done.stderr), done.stderr


def test_a_data_folder_that_may_not_be_written_is_one_clear_line(tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    if os.access(folder, os.W_OK):  # root may write anywhere but in the kernel's own tree
        folder = os.path.realpath("/sys/kernel")
    done = Shell(folder)("migrate")
    assert done.returncode == USAGE
    assert is_one_line_with(f"LATCHSTRING_DATA_DIR: can't write in {folder}", done.stderr), done.stderr


def test_a_database_that_does_not_answer_is_one_clear_line(shell):
    shell.settings["LATCHSTRING_DATABASE_URL"] = "postgres://nobody@127.0.0.1:9/nothing"
    done = shell("migrate")
    assert done.returncode == FAILED
    assert is_one_line_with("The database refused: connection", done.stderr), done.stderr


def test_a_verb_before_the_first_migration_says_what_to_run(shell):
    done = shell("import-clients", "clients.csv")
    assert done.returncode == FAILED
    assert is_one_line_with("Run: latchstring migrate", done.stderr), done.stderr


def test_serving_an_empty_database_says_what_to_run(shell):
    done = shell("serve", "--port", str(free_port()))
    assert done.returncode == FAILED
    assert is_one_line_with("Run: latchstring migrate", done.stderr)


def test_a_port_in_use_is_one_clear_line(shell):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = shell("serve", "--port", str(port))
    assert done.returncode == FAILED
    assert is_one_line_with(f"Can't listen on 127.0.0.1:{port}", done.stderr)


def test_a_verb_that_is_not_there_is_a_usage_error(shell):
    assert shell("sreve").returncode == USAGE
