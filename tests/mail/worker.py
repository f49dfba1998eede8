"""A process that forks a fresh worker for each line it reads, prints its pid, and reaps it when asked.

Set-up happens once, so that a test can kill many workers in little time.
"""

import os
import sys

import django

django.setup()

from latchstring.mail.delivery import deliver_due  # noqa: E402


def work() -> None:
    try:
        deliver_due(lambda ids: None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


for line in sys.stdin:
    asked = line.strip()
    if asked == "start":
        pid = os.fork()
        if not pid:
            work()
        print(pid, flush=True)
    else:
        _, status = os.waitpid(int(asked), 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
