"""Receive what comes back to our signed return paths, by SMTP or LMTP; what it answered 250 to is committed."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connections

from latchstring.mail.actions.take_bounce import take_bounce
from latchstring.mail.bounces import returns

LARGEST = 40 * 1024 * 1024
_MOST_AT_ONCE = 20  # connections
_PATIENCE = 60  # seconds without a command
_logger = logging.getLogger(__name__)


class Receiver:
    """Takes one recipient an email, and nothing but signed return paths of ours."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="bounce")
        self.open = 0
        self.busy = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if returns.message_of(address) is None:
            return "550 5.1.1 There is no mailbox with this address."
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time."
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (address,) = envelope.rcpt_tos
        raw = envelope.original_content or b""
        self.busy += 1
        try:
            await asyncio.get_running_loop().run_in_executor(self.threads, _take, raw, address)
        except Exception:
            _logger.exception("An email that came back could not be recorded; its server tries again.")
            return "451 4.3.0 It could not be recorded. Please try again later."
        finally:
            self.busy -= 1
        return "250 2.0.0 Taken."


class _Patient:
    """Long lines are no reason to refuse a bounce."""

    line_length_limit = 1 << 20
    receiver: Receiver
    let_in = False

    def connection_made(self, transport: Any) -> None:
        self.let_in = self.receiver.open < _MOST_AT_ONCE
        if self.let_in:
            self.receiver.open += 1
            super().connection_made(transport)  # type: ignore[misc]
        else:
            transport.write(b"421 4.7.0 Too many connections. Please try again later.\r\n")
            transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if self.let_in:
            self.receiver.open -= 1
            super().connection_lost(error)  # type: ignore[misc]


def protocol(kind: str, receiver: Receiver) -> Callable[[], SMTP]:
    """What a server makes for each connection; ``kind`` is smtp or lmtp."""
    base = LMTP if kind == "lmtp" else SMTP
    made = type("Protocol", (_Patient, base), {"receiver": receiver})
    return lambda: made(
        receiver,
        data_size_limit=LARGEST,
        enable_SMTPUTF8=True,
        timeout=_PATIENCE,
        ident="Latchstring",
        hostname="bounces",
    )


def _take(raw: bytes, address: str) -> None:
    """In a thread, over a connection of its own: bounces are rare, and the database may have been away."""
    try:
        take_bounce(raw, sent_to=address)
    finally:
        connections.close_all()
