"""Start a worker."""

import sys
from argparse import Namespace

from dj_queue.runtime.supervisor import AsyncSupervisor

from latchstring.cli import migrate
from latchstring.kernel import memory, stopping


class Worker(AsyncSupervisor):
    """One process whose threads run what the web server wakes and what the minute brings."""

    def handle_sigterm(self, *_args: object) -> bool:
        stopping.requested.set()
        return bool(super().handle_sigterm())


def run(_options: Namespace) -> None:
    migrate.require_database()
    sys.setswitchinterval(0.0005)  # opening a batch computes; sending mostly waits, and should not wait for that
    memory.settle()
    Worker.from_backend_config().run()
