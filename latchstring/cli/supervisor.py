"""Keeps the web server and the worker running as one: ``python -m latchstring.cli.supervisor PLAN``.

It imports nothing of ours or Django's, so that it costs ten megabytes and outlives what it starts.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import Any

PATIENCE = 15
"""Seconds that a child has to stop by itself."""
DEATHS, WITHIN = 5, 60
"""So many deaths of one child within so many seconds, and the supervisor gives up."""
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)
    start_at: float = 0

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, preexec_fn=_die_with_parent, start_new_session=True)  # noqa: PLW1509, S603

    def gone(self) -> int | None:
        """The exit code of a child that has just ended, else None."""
        code = self.process.poll() if self.process else None
        if self.process and code is not None:
            _kill_group(self.process.pid)
            self.process = None
        return code


class GaveUp(Exception):
    pass


class Supervisor:
    def __init__(self, children: list[Child], health: str, lines: list[str]) -> None:
        self.children, self.health, self.lines = children, health, lines
        self.stopping = Event()

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            while not self.stopping.is_set():
                for child in self.children:
                    self._look_after(child)
                self._greet()
                self.stopping.wait(0.1)
        except GaveUp as reason:
            say(str(reason))
            return 1
        finally:
            self._stop()
        say("Latchstring has stopped.")
        return 0

    def _look_after(self, child: Child) -> None:
        code, now = child.gone(), time.monotonic()
        if code is not None:
            child.deaths = [*(moment for moment in child.deaths if moment > now - WITHIN), now]
            ended = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
            if len(child.deaths) >= DEATHS:
                raise GaveUp(f"The {child.name} {ended} {DEATHS} times within a minute, so this stops here.")
            say(f"The {child.name} {ended}. Starting it again.")
            child.start_at = now + 2 ** (len(child.deaths) - 1) / 4
        if child.process is None and now >= child.start_at:
            child.start()

    def _greet(self) -> None:
        """Print the address once, when the web server answers there."""
        if self.lines and _answers(self.health):
            for line in self.lines:
                say(line)
            self.lines = []

    def _stop(self) -> None:
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(deadline - time.monotonic(), 0))
            except subprocess.TimeoutExpired:
                _kill_group(process.pid)
                process.wait()


def say(line: str) -> None:
    print(line, flush=True)


def _kill_group(number: int) -> None:
    """End what is left of a child's own processes."""
    with suppress(ProcessLookupError):
        os.killpg(number, signal.SIGKILL)


def _die_with_parent() -> None:
    """On Linux a child is told to stop when the supervisor is killed without a chance to say so."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


def main(plan: Mapping[str, Any]) -> int:
    children = [Child(name, command) for name, command in plan["children"].items()]
    return Supervisor(children, plan["health"], plan["lines"]).run()


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
