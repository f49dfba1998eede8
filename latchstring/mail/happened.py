"""What somebody tells us about an email, in one form for webhooks, emails that came back and our own session."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from latchstring.kernel import clock
from latchstring.mail.bounces.judge import Judgement
from latchstring.mail.models import Message

OLDEST = timedelta(days=7)
"""What a provider tells later than this is not believed; they try again for three days at most."""
_MESSAGE_ID = re.compile(r"<?([0-9a-f]{32})@([A-Za-z0-9.-]{1,255})>?")


class Source(StrEnum):
    WEBHOOK = "webhook"
    EMAIL = "email"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Happened:
    """``key`` is the same however often it is told; ``message_id`` is none where no email of ours is named."""

    key: bytes
    source: Source
    judgement: Judgement
    message_id: UUID | None
    at: datetime = field(default_factory=clock.now)
    came_from: str = ""
    subject: str = ""
    excerpt: str = ""


def key_of_event(*parts: str | bytes) -> bytes:
    """32 bytes that only these parts give."""
    whole = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        whole.update(len(raw).to_bytes(8) + raw)
    return whole.digest()


def by_message_id(said: str) -> UUID | None:
    """The email of ours that has this Message-ID, whatever firm it is of; both halves must be right."""
    found = _MESSAGE_ID.fullmatch(said.strip())
    if found is None:
        return None
    sent_by = Message.objects.filter(pk=UUID(found[1])).values_list("letter__from_address", flat=True).first()
    if sent_by is None or sent_by.rpartition("@")[2].lower() != found[2].lower():
        return None
    return UUID(found[1])
