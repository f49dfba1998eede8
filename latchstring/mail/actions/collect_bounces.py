"""Once a minute: events that waited for their email, then the mailbox that bounces go to, where one is set."""

import logging

from latchstring.mail.actions.record_event import apply_waiting
from latchstring.mail.bounces.collect import Mailbox, Unreachable, collect

_log = logging.getLogger(__name__)


def collect_bounces(mailbox: Mailbox | None) -> int:
    """How many emails were taken; a mailbox that can't be read is tried again."""
    apply_waiting()
    if mailbox is None:
        return 0
    try:
        return collect(mailbox)
    except Unreachable as error:
        _log.warning("%s", error)
        return 0
