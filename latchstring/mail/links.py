"""Links in emails: minted at hand-over, kept only as a hash bound to firm, address, purpose and subject."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from latchstring.kernel import tokens
from latchstring.mail.addresses import key_of
from latchstring.mail.models import MailLink

PATHS = {"invite": "/i/"}
TOKEN_LENGTH = 43


class Linked(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def firm_id(self) -> UUID: ...
    @property
    def to_address(self) -> str: ...
    @property
    def link_purpose(self) -> str: ...
    @property
    def link_subject(self) -> UUID | None: ...


def find(token: str) -> MailLink | None:
    """The link behind a token, whatever has become of it since."""
    if len(token) != TOKEN_LENGTH:
        return None
    return MailLink.objects.filter(digest=tokens.digest(token)).select_related("message").first()


def mint(messages: Sequence[Linked]) -> dict[UUID, str]:
    """A new path for each message that carries a link, in one statement; earlier ones stay valid."""
    paths, rows = {}, []
    for message in messages:
        if message.link_purpose and message.link_subject:
            token = tokens.mint()
            paths[message.id] = PATHS[message.link_purpose] + token
            rows.append(_row(message, message.link_subject, tokens.digest(token)))
    MailLink.objects.bulk_create(rows)
    return paths


def _row(message: Linked, subject: UUID, digest: bytes) -> MailLink:
    return MailLink(
        digest=digest,
        firm_id=message.firm_id,
        message_id=message.id,
        address=key_of(message.to_address),
        purpose=message.link_purpose,
        subject=subject,
    )
