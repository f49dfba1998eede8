"""What every way out takes and gives."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings

from latchstring.mail.bounces import returns
from latchstring.mail.bounces.answers import Answer
from latchstring.mail.mime import headers
from latchstring.mail.mime.prepared import Prepared, header_date
from latchstring.mail.models import Letter


class Unreachable(Exception):
    """The server can't be reached or doesn't let us in; nothing was sent, everything may wait."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One email that is ready to leave; every field that its letter names has a value."""

    id: UUID
    to_name: str
    to_address: str
    fields: Mapping[str, str]
    letter: Letter
    prepared: Prepared
    date: datetime

    @property
    def sender(self) -> str:
        """The return path: our own signed one, where a domain for bounces is set."""
        return returns.path(self.id) if settings.BOUNCE_DOMAIN else self.letter.from_address

    def content(self) -> bytes:
        return self.prepared.fill(
            id=self.id,
            to=headers.mailbox(self.to_name, self.to_address),
            date=header_date(self.date),
            fields=self.fields,
        )


class Server(Protocol):
    def hand_over(self, mails: Sequence[Mail], written: Callable[[], None]) -> Generator[tuple[Mail, Answer]]:
        """Send these one after the other, yielding each answer before the next email leaves.

        ``written`` is called right before an email leaves: what became of the one before is kept by then.
        Raises Unreachable where the rest was not tried.
        """
        ...

    def close(self) -> None: ...
