"""A real SMTP server on a free port that does to chosen recipients what it is told."""

import asyncio
import logging
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

logging.getLogger("mail.log").setLevel(logging.CRITICAL)


@dataclass
class Sink:
    """``answers`` by recipient: a reply to RCPT, or "hang", "drop" (at RCPT), "drop-data" (before the reply),
    "drop-sent" (after the email was taken), or "data <reply>" for a reply to the content, "data hang" for none."""

    pipelining: bool = True
    answers: dict[str, str] = field(default_factory=dict)
    received: list[tuple[str, bytes]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    connections: int = 0
    a_connection: int = 1_000_000  # emails, then it hangs up at the next
    port: int = 0
    pause: float = 0  # seconds before each email is taken
    on_taken: Callable[[], None] = lambda: None

    @property
    def counts(self) -> Counter[str]:
        return Counter(recipient for recipient, _ in self.received)

    def emails(self, recipient: str) -> list[EmailMessage]:
        return [parse(content) for to, content in self.received if to == recipient]

    async def handle_EHLO(self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]) -> Any:
        self.connections += 1
        session.host_name = hostname
        return ["250-PIPELINING", *responses] if self.pipelining else responses

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        session.emails = getattr(session, "emails", 0) + 1
        if session.emails > self.a_connection:
            server.transport.abort()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        told = self.answers.get(address, "250 OK")
        if told == "hang":
            await asyncio.sleep(30)
        if told == "drop":
            server.transport.abort()
        if told[:3].isdigit() and not told.startswith("2"):
            return told
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        (recipient,) = envelope.rcpt_tos
        told = self.answers.get(recipient, "250 OK")
        if told == "drop-data":
            server.transport.abort()
            return "250 never seen"
        if told == "data hang":
            await asyncio.sleep(30)
        if told.startswith("data "):
            return told.removeprefix("data ")
        await asyncio.sleep(self.pause)
        self.received.append((recipient, envelope.original_content or envelope.content))
        self.senders.append(envelope.mail_from)
        self.on_taken()
        if told == "drop-sent":
            server.transport.abort()
        return "250 Taken"


def parse(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@contextmanager
def running(sink: Sink) -> Iterator[Sink]:
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    if sink.port == 0:
        controller.port = sink.port = free_port()
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
