"""Receive emails that come back, by SMTP or LMTP."""

import asyncio
import logging
import signal
from argparse import Namespace
from threading import Event
from typing import Any

from django.conf import settings

from latchstring.cli.problems import Problem
from latchstring.kernel import common_clock
from latchstring.mail.bounces.receive import Receiver, protocol

_GRACE = 10  # seconds for what is being taken


def run(_options: Namespace) -> None:
    """Runs even while the database is away: senders are asked to try again."""
    if settings.RECEIVER is None:
        raise Problem("Nothing says where to listen. Set LATCHSTRING_RECEIVER_URL, as in smtp://0.0.0.0:25.")
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    common_clock.keep(Event())
    asyncio.run(_serve(settings.RECEIVER))


async def _serve(where: Any) -> None:
    """Until it is asked to stop; what is being taken then is taken to its end."""
    receiver, loop = Receiver(), asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    server = await loop.create_server(protocol(where.protocol, receiver), where.host, where.port)
    print(f"Receiving bounces by {where.protocol.upper()} on {where.host}:{where.port}.", flush=True)
    await stopping.wait()
    server.close()
    deadline = loop.time() + _GRACE
    while receiver.busy and loop.time() < deadline:
        await asyncio.sleep(0.05)
