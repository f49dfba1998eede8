"""Start a worker."""

import sys
from argparse import Namespace

from dj_queue.config import load_backend_config
from dj_queue.runtime.supervisor import AsyncSupervisor
from django.conf import settings
from django.db import connection

from latchstring.cli import broker_worker, migrate
from latchstring.cli.crew import Part, divide
from latchstring.kernel import memory, stopping


class Worker(AsyncSupervisor):
    """Threads that run what the web server wakes and what the minute brings."""

    def __init__(self, part: Part) -> None:
        super().__init__(part.config)
        self.part = part

    def handle_sigterm(self, *_args: object) -> bool:
        stopping.requested.set()
        self.part.stop_other()
        return bool(super().handle_sigterm())


def run(_options: Namespace) -> int:
    """On the engine that LATCHSTRING_TASKS_URL names."""
    migrate.require_database()
    sys.setswitchinterval(0.0005)  # opening a batch computes; sending mostly waits, and should not wait for that
    memory.settle()
    return broker_worker.run() if "url" in settings.TASKS["default"]["OPTIONS"] else _on_the_database()


def _on_the_database() -> int:
    """On SQLite all in one process: whoever writes there makes all others wait anyway."""
    config = load_backend_config()
    part = divide(config) if connection.vendor == "postgresql" else Part(config)
    Worker(part).run()
    part.wait_for_other()
    return 0
