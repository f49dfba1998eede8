"""Emails that come back to us, made for emails that have left."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from latchstring.kernel import clock
from latchstring.mail.bounces.judge import Judgement
from latchstring.mail.bounces.reasons import REASONS
from latchstring.mail.happened import Happened, Source, key_of_event
from latchstring.mail.models import Message, State

_keys: Iterator[int] = count()

BOUNCE = """\
Return-Path: <>
From: MAILER-DAEMON@mx.mail.example
To: {sent_to}
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.

--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; {to}
Action: failed
Status: {status}
Diagnostic-Code: smtp; {said}

--b
Content-Type: message/rfc822

{message_id}Subject: Welcome

Hello
--b--
"""


def told(reason: str, message: Message | None, key: object = None, **fields: Any) -> Happened:
    """Something that is told of a message, each time as something new unless it has a key."""
    found = REASONS[reason]
    judgement = Judgement(found.verdict, reason, found.sentence, found.fault, "", "test", "550 said")
    once = key_of_event(str(next(_keys) if key is None else key))
    return Happened(once, Source.WEBHOOK, judgement, message.pk if message else None, **fields)


def left(messages: list[Message]) -> list[Message]:
    """As if they had been handed to the mail server a minute ago."""
    Message.objects.filter(pk__in=[each.pk for each in messages]).update(
        state=State.SENT, attempts=1, sent_at=clock.now() - timedelta(minutes=1)
    )
    return list(Message.objects.filter(pk__in=[each.pk for each in messages]).order_by("pk"))


def bounce(
    to: str,
    *,
    sent_to: str = "",
    message_id: UUID | None = None,
    status: str = "5.1.1",
    said: str = "550 5.1.1 No such user",
) -> bytes:
    head = f"Message-ID: <{message_id.hex}@alderpike.example>\n" if message_id else ""
    return BOUNCE.format(to=to, sent_to=sent_to, status=status, said=said, message_id=head).encode()
