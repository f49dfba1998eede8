"""The web server and the worker as one: they start, are looked after, and stop together."""

import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import COMMAND, Shell, free_port

pytestmark = pytest.mark.slow


def children(pid: int) -> dict[str, int]:
    """The processes that a process has started, by what they are."""
    found = {}
    for line in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        command = Path(f"/proc/{line}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        found["web" if "granian" in command else "worker"] = int(line)
    return found


def everything_below(pid: int) -> set[int]:
    below = set(children_of(pid))
    return below.union(*(everything_below(child) for child in below))


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def until(what, seconds=180.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError(f"It did not happen within {seconds} seconds.")


class Server:
    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self.port = free_port()
        self.log = folder / "serve.log"
        shell = Shell(folder / "data", {f"LATCHSTRING_{name}": each for name, each in settings.items()})
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", "--prepare", "--port", str(self.port), *arguments],
                env=shell.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def said(self, text: str) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(self.log.read_text())
        return text in self.log.read_text()

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read()


@pytest.fixture
def server(migrated: Path, tmp_path: Path) -> Iterator[Server]:
    shutil.copytree(migrated, tmp_path / "data")
    running = Server(tmp_path)
    try:
        until(lambda: running.said(f"Latchstring is ready at http://127.0.0.1:{running.port}/"))
        yield running
    finally:
        if running.process.poll() is None:
            running.process.send_signal(signal.SIGTERM)
            running.process.wait(30)


def test_a_signal_stops_everything_within_seconds(server):
    assert server.get("/healthz") == b"ok\n"
    assert server.get("/readyz") == b"ready\n"
    assert set(children(server.process.pid)) == {"web", "worker"}
    assert_stopped_by(signal.SIGTERM, server)


def assert_stopped_by(number: int, server: Server) -> None:
    everyone = everything_below(server.process.pid)
    began = time.monotonic()
    server.process.send_signal(number)
    assert server.process.wait(30) == 0
    assert time.monotonic() - began < 15
    assert not [pid for pid in everyone if Path(f"/proc/{pid}").exists()]
    assert "Latchstring has stopped." in server.log.read_text()


def test_a_killed_child_is_started_again(server):
    for times, name in enumerate(("worker", "web"), 1):
        before = children(server.process.pid)[name]
        os.kill(before, signal.SIGKILL)
        until(lambda times=times: server.log.read_text().count("was killed by signal 9. Starting it again.") == times)
        until(lambda name=name, before=before: children(server.process.pid).get(name, before) != before)
    until(lambda: answers(server))
    assert_stopped_by(signal.SIGINT, server)


def answers(server: Server) -> bool:
    try:
        return server.get("/healthz") == b"ok\n"
    except OSError:
        return False


def test_a_child_that_keeps_dying_ends_the_whole_with_a_sentence(server):
    for _ in range(5):
        worker = until(lambda: children(server.process.pid).get("worker") if alive(server) else -1)
        if worker < 0:
            break
        os.kill(worker, signal.SIGKILL)
        until(lambda gone=worker: not alive(server) or children(server.process.pid).get("worker") != gone)
    assert server.process.wait(30) == 1
    assert "The worker was killed by signal 9 5 times within a minute" in server.log.read_text()


def alive(server: Server) -> bool:
    return server.process.poll() is None


def test_children_stop_when_the_supervisor_is_killed(server):
    everyone = everything_below(server.process.pid)
    server.process.kill()
    server.process.wait()
    until(lambda: not [pid for pid in everyone if Path(f"/proc/{pid}").exists()], 30)
