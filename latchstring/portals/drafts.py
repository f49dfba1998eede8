"""What a template would say to one real person, before anything is sent."""

from dataclasses import dataclass
from datetime import timedelta
from html import escape

from latchstring.clients.models import Client
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.mime.prepared import fill_plain
from latchstring.mail.models import Letter
from latchstring.mail.render import compose, placeholder
from latchstring.mail.words import OWN_WORDS, own_words
from latchstring.policy.actor import Actor
from latchstring.portals import message
from latchstring.portals.emails import Preview, sender_for
from latchstring.portals.message import fields_for
from latchstring.portals.reading import day_of

_LETTERS = {
    "invite": "invite",
    "reminder": "reminder",
    "file-shared": "file_shared",
    "access-added": "access_added",
    "way-back": "way_back",
    "login-code": "login_code",
    "password-reset": "password_reset",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """``letter`` is not saved; ``fields`` fills it, with links that lead nowhere."""

    letter: Letter
    fields: dict[str, str]

    def preview(self) -> Preview:
        subject = fill_plain(self.letter.subject, self.fields)
        return Preview(self.letter.from_name, subject, fill_plain(self.letter.html, self.fields, escape))


def draft(actor: Actor, firm: Firm, *, kind: str, subject: str, body: str, client: Client | None) -> Draft:
    """Raises BadMessage with a sentence."""
    sender = sender_for(actor, firm)
    known = OWN_WORDS.get(kind)
    text, line = message.check(body, known), message.check(subject, known)
    words = own_words(firm, line, text) if known is not None else None
    context = {
        "sender": sender,
        "paragraphs": [] if words else message.paragraphs(text),
        "note": f"This link is only for you. It works once, until {placeholder('expires')}.",
    }
    letter = compose(firm, kind, f"mail/{_LETTERS[kind]}", context, reply_to=sender.email, words=words)
    contact = client.contacts.exclude(email="").order_by("position", "id").first() if client else None
    fields = fields_for(
        firm,
        sender,
        name=contact.name if contact else actor.name,
        first_name=contact.first_name if contact else "",
        client_name=client.name if client else firm.name,
    )
    return Draft(letter, fields | _samples(firm, contact.email if contact else ""))


def _samples(firm: Firm, email: str) -> dict[str, str]:
    nowhere = f"{firm.base_url}/…"
    return {
        "email": email or "name@example.com",
        "expires": day_of(clock.now() + timedelta(days=firm.invite_days), firm),
        "link": nowhere,
        "url": nowhere,
        "unsubscribe": nowhere,
        "portal_url": nowhere,
        "code": "123456",
        "names": "Tax return.pdf",
        "what": "a file",
    }
