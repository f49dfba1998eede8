"""Links in emails: minted at hand-over, kept only as a hash bound to firm, address, purpose and subject."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from latchstring.kernel import clock, tokens
from latchstring.kernel.ids import uuid7
from latchstring.mail.addresses import key_of
from latchstring.mail.models import MailLink

PATHS = {"invite": "/i/{}/", "team-invite": "/join/{}/"}
TOKEN_LENGTH = 43

# Building a model instance for each would cost more than composing the email does.
_INSERT = "INSERT INTO mail_maillink (id, firm_id, message_id, subject, digest, address, purpose, created_at) VALUES "
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s)"


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
    return MailLink.objects.filter(digest=tokens.digest(token)).first()


def mint(messages: Sequence[Linked]) -> dict[UUID, str]:
    """A new path for each message that carries a link, in one statement; earlier ones stay valid."""
    paths: dict[UUID, str] = {}
    values: list[Any] = []
    now = connection.ops.adapt_datetimefield_value(clock.now())
    for message in messages:
        if message.link_purpose and message.link_subject:
            token = tokens.mint()
            paths[message.id] = PATHS[message.link_purpose].format(token)
            keys = (uuid7(), message.firm_id, message.id, message.link_subject)
            values += (
                *map(as_stored, keys),
                tokens.digest(token),
                key_of(message.to_address),
                message.link_purpose,
                now,
            )
    if paths:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT + ", ".join([_ROW] * len(paths)), values)
    return paths


def as_stored(key: UUID) -> UUID | str:
    """A key as this database has it, for statements that go past the models."""
    return key if connection.features.has_native_uuid_field else key.hex
