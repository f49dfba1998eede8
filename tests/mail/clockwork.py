"""``python -m tests.mail.clockwork MINUTES``: a worker on a machine whose clock jumps by so many at SIGUSR1."""

import signal
import sys
from datetime import UTC, datetime, timedelta

import time_machine

from latchstring.config.command import main

by = timedelta(minutes=int(sys.argv[1]))
clock = time_machine.travel(datetime.now(UTC)).start()
signal.signal(signal.SIGUSR1, lambda *_: clock.shift(by))
sys.exit(main(["worker"]))
