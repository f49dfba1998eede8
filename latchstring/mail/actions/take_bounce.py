"""Take an email that came back: read it, judge it, and record it about the email of ours that it names."""

import re
from uuid import UUID

from latchstring.mail.actions.record_event import record_event
from latchstring.mail.addresses import key_of
from latchstring.mail.bounces import returns
from latchstring.mail.bounces.facts import Facts
from latchstring.mail.bounces.judge import Judgement, judge, judge_each
from latchstring.mail.bounces.read import MOST, read
from latchstring.mail.happened import Happened, Source, by_message_id, key_of_event
from latchstring.mail.models import MailEvent, Message

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_EXCERPT = 2000


def take_bounce(raw: bytes, *, sent_to: str = "") -> MailEvent:
    """``sent_to`` is the envelope's recipient, where we know it; else the email's own headers are asked.

    Only our signed return path or our own Message-ID names an email; the address in a report never does.
    """
    facts = read(raw)
    paths = (sent_to, facts.sent_to, facts.original.return_path)
    signed = next(filter(None, map(returns.message_of, paths)), None)
    message_id = signed or by_message_id(facts.original.message_id)
    told = Happened(
        key=key_of_event("email", str(message_id), raw[:MOST]),
        source=Source.EMAIL,
        judgement=_about(facts, message_id),
        message_id=message_id,
        came_from=facts.sender,
        subject=facts.subject,
        excerpt=_LINK.sub("[link]", facts.words)[:_EXCERPT],
    )
    return record_event(told)


def _about(facts: Facts, message_id: UUID | None) -> Judgement:
    """What is said of the recipient of our email, where a report names several."""
    to = Message.objects.filter(pk=message_id).values_list("to_address", flat=True).first() if message_id else None
    wanted = key_of(to) if to else ""
    about = [each for each in judge_each(facts) if each.address.lower() == wanted]
    return about[0] if about else judge(facts)
