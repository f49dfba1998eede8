"""A mail server that knows dead addresses, goes away, and can take offence at our DKIM."""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.mail.smtp import free_port

CLIENTS = "@mail.example"
NOBODY = "550 5.1.1 <{}>: Recipient address rejected: User unknown in virtual mailbox table"
NO_DKIM = "550 5.7.26 This mail has been blocked because the sender is unauthenticated: DKIM did not pass."


@dataclass
class Office:
    """``taken``: the Message-IDs by address; what was refused for its DKIM is counted apart."""

    dead: set[str]
    taken: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    refused: int = 0
    dkim_is_broken: bool = False
    leaving: bool = False
    port: int = field(default_factory=free_port)
    controller: Controller | None = None

    @property
    def seen(self) -> int:
        return sum(address.endswith(CLIENTS) for address in list(self.taken))

    @property
    def told(self) -> bool:
        """Whether somebody of the firm has had an email."""
        return any(not address.endswith(CLIENTS) for address in list(self.taken))

    def open(self) -> None:
        self.leaving = False
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self) -> None:
        """What it has taken it has said so of; whoever comes then finds nobody."""
        self.leaving = True
        time.sleep(0.3)
        if self.controller is not None:
            self.controller.stop()

    def is_away(self, seconds: float) -> None:
        self.close()
        time.sleep(seconds)
        self.open()

    async def handle_EHLO(self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]) -> Any:
        session.host_name = hostname
        if self.leaving:
            server.transport.abort()
        return ["250-PIPELINING", *responses]

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.leaving:
            server.transport.abort()
        if address in self.dead:
            return NOBODY.format(address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        (recipient,) = envelope.rcpt_tos
        if self.dkim_is_broken and recipient.endswith(CLIENTS):
            self.refused += 1
            return NO_DKIM
        self.taken[recipient].append(BytesHeaderParser().parsebytes(envelope.content)["Message-ID"])
        return "250 Taken"
