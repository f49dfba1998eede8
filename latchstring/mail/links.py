"""Links in emails: minted at hand-over, kept only as a hash bound to firm, address, purpose and subject."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from latchstring.kernel import clock, tokens
from latchstring.kernel.bulk import insert
from latchstring.mail.addresses import key_of
from latchstring.mail.models import MailLink

PATHS = {"invite": "/i/{}/", "team-invite": "/join/{}/"}
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
    return behind(token).first()


def behind(token: str) -> QuerySet[MailLink]:
    """The same as rows, for a statement that goes on from there."""
    if len(token) != TOKEN_LENGTH:
        return MailLink.objects.none()
    return MailLink.objects.filter(digest=tokens.digest(token))


def mint(messages: Sequence[Linked]) -> dict[UUID, str]:
    """A new path for each message that carries a link, in one statement; earlier ones stay valid."""
    minted = {each.id: tokens.mint() for each in messages if each.link_purpose and each.link_subject}
    now = clock.now()
    insert(MailLink, (_row(each, minted[each.id], now) for each in messages if each.id in minted))
    return {each.id: PATHS[each.link_purpose].format(minted[each.id]) for each in messages if each.id in minted}


def _row(message: Linked, token: str, now: datetime) -> dict[str, Any]:
    return {
        "firm_id": message.firm_id,
        "created_at": now,
        "message_id": message.id,
        "subject": message.link_subject,
        "digest": tokens.digest(token),
        "address": key_of(message.to_address),
        "purpose": message.link_purpose,
    }


def as_stored(key: UUID) -> UUID | str:
    """A key as this database has it, for statements that go past the models."""
    return key if connection.features.has_native_uuid_field else key.hex
