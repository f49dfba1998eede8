"""The emails of the portal: what they say, and how each is addressed."""

from collections.abc import Mapping
from datetime import timedelta
from html import escape
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from latchstring.accounts.models import TeamMember
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.ids import uuid7
from latchstring.mail.mime.prepared import fill_plain
from latchstring.mail.models import Letter
from latchstring.mail.outbox import Post
from latchstring.mail.render import compose, letter, placeholder
from latchstring.policy.actor import Actor
from latchstring.portals import message as personal
from latchstring.portals.ends import NO_LIMITS, Limits
from latchstring.portals.links import INVITE
from latchstring.portals.message import Sender, fields_for
from latchstring.portals.newcomers import Person
from latchstring.portals.reading import day_of


class Recipient(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def client_name(self) -> str: ...


class Preview(NamedTuple):
    from_line: str
    subject: str
    html: str

    @property
    def framed(self) -> str:
        """For a frame that may open no windows: pressing a link in it does nothing."""
        return self.html.replace("<head>", '<head><base target="_blank">', 1)


_ONLY_YOU = f"This link is only for you. It works once, until {placeholder('expires')}.{placeholder('limits')}"


def sender_for(actor: Actor, firm: Firm) -> Sender:
    return signed_by(firm, member_of(actor.member_id))


def member_of(member_id: UUID | None) -> TeamMember | None:
    rows = TeamMember.objects.select_related("user")
    return rows.filter(pk=member_id).first() if member_id else None


def signed_by(firm: Firm, member: TeamMember | None) -> Sender:
    """The firm itself signs where nobody of the team does."""
    if member is None or member.deactivated_at:
        return Sender(firm.name, firm.support_email)
    return Sender(member.name, member.user.email, member.title, member.pk)


def invite_letter(firm: Firm, sender: Sender, message: str, *, template: str = "invite") -> Letter:
    """The letter that carries a link of one's own; ``template`` is invite or confirm_email."""
    context = _context(sender, message)
    return letter(firm, INVITE, f"mail/{template}", context, from_name=_from(firm, sender), reply_to=sender.email)


def reminder_letter(firm: Firm, sender: Sender, text: str) -> Letter:
    """The invite once more, with the words of one step of the firm's schedule."""
    context = _context(sender, text)
    return letter(firm, "reminder", "mail/reminder", context, from_name=_from(firm, sender), reply_to=sender.email)


def preview_letter(firm: Firm, actor: Actor, message: str, recipient: Recipient, limits: Limits = NO_LIMITS) -> Preview:
    """What ``invite_letter`` will say to one recipient; nothing is saved and its link leads nowhere."""
    sender = sender_for(actor, firm)
    from_name = _from(firm, sender)
    draft = compose(firm, INVITE, "mail/invite", _context(sender, message), from_name=from_name, reply_to=sender.email)
    fields = fields_for(
        firm,
        sender,
        name=recipient.name,
        first_name=recipient.first_name,
        email=recipient.email,
        client_name=recipient.client_name,
    )
    fields |= {"expires": day_of(clock.now() + timedelta(days=firm.invite_days), firm), "link": f"{firm.base_url}/i/…"}
    fields["limits"] = limits.sentence(firm)
    return Preview(from_name, fill_plain(draft.subject, fields), fill_plain(draft.html, fields, escape))


def notice_letter(firm: Firm, sender: Sender, template: str, message: str = "") -> Letter:
    """An email without a secret: access added, the way back in, an address that changed."""
    context = {"paragraphs": personal.paragraphs(message), "sender": sender}
    kind = template.replace("_", "-")
    return letter(firm, kind, f"mail/{template}", context, from_name=_from(firm, sender), reply_to=sender.email)


def invite_post(
    person: Person, fields: Mapping[str, str], invite_id: UUID, message_id: UUID, client_id: UUID | None = None
) -> Post:
    return Post(person.email, person.name, dict(fields), INVITE, invite_id, message_id, client_id)


def notice_post(person: Person, fields: Mapping[str, str], *, to: str = "", client_id: UUID | None = None) -> Post:
    """``link_subject`` is the person, so that what waits for them can be found and cancelled."""
    return Post(to or person.email, person.name, dict(fields), link_subject=person.pk, id=uuid7(), client_id=client_id)


def place_of(firm: Firm, client_id: UUID) -> dict[str, str]:
    """Where a client record is in the portal, by the firm's own address."""
    return {"client_id": str(client_id), "portal_url": f"{firm.base_url}/portal/{client_id}/"}


def _context(sender: Sender, message: str) -> dict[str, Any]:
    return {"paragraphs": personal.paragraphs(message), "sender": sender, "note": _ONLY_YOU}


def _from(firm: Firm, sender: Sender) -> str:
    return f"{sender.name}, {firm.name}" if sender.member_id else firm.name
