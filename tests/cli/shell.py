"""The ``latchstring`` command as a person runs it: a process of its own, in an installation of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

COMMAND = [sys.executable, "-m", "latchstring.config.command"]


@dataclass
class Shell:
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("LATCHSTRING_", "DJANGO_"))}
        return {**plain, "LATCHSTRING_DATA_DIR": str(self.folder), **self.settings}

    def __call__(
        self, *arguments: str, stdin: str = "", before: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            preexec_fn=before,
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
