"""The emails of the portal: what they say, and how each is addressed."""

from collections.abc import Mapping
from uuid import UUID

from latchstring.accounts.models import TeamMember
from latchstring.firms.models import Firm
from latchstring.kernel.ids import uuid7
from latchstring.mail.models import Letter
from latchstring.mail.outbox import Post
from latchstring.mail.render import letter, placeholder
from latchstring.policy.actor import Actor
from latchstring.portals import message as personal
from latchstring.portals.links import INVITE
from latchstring.portals.message import Sender
from latchstring.portals.models import PortalUser

_ONLY_YOU = f"This link is only for you. It works once, until {placeholder('expires')}."


def sender_for(actor: Actor, firm: Firm) -> Sender:
    member = TeamMember.objects.filter(pk=actor.member_id).select_related("user").first() if actor.member_id else None
    if member is None:
        return Sender(firm.name, firm.support_email)
    return Sender(member.name, member.user.email, member.title, member.pk)


def invite_letter(firm: Firm, sender: Sender, message: str, *, template: str = "invite") -> Letter:
    """The letter that carries a link of one's own; ``template`` is invite or confirm_email."""
    context = {"paragraphs": personal.paragraphs(message), "sender": sender, "note": _ONLY_YOU}
    return letter(firm, INVITE, f"mail/{template}", context, from_name=_from(firm, sender), reply_to=sender.email)


def notice_letter(firm: Firm, sender: Sender, template: str, message: str = "") -> Letter:
    """An email without a secret: access added, the way back in, an address that changed."""
    context = {"paragraphs": personal.paragraphs(message), "sender": sender}
    kind = template.replace("_", "-")
    return letter(firm, kind, f"mail/{template}", context, from_name=_from(firm, sender), reply_to=sender.email)


def invite_post(person: PortalUser, fields: Mapping[str, str], invite_id: UUID, message_id: UUID) -> Post:
    return Post(person.email, person.name, dict(fields), INVITE, invite_id, message_id)


def notice_post(person: PortalUser, fields: Mapping[str, str], *, to: str = "") -> Post:
    """``link_subject`` is the person, so that what waits for them can be found and cancelled."""
    return Post(to or person.email, person.name, dict(fields), link_subject=person.pk, id=uuid7())


def place_of(firm: Firm, client_id: UUID) -> dict[str, str]:
    """Where a client record is in the portal, by the firm's own address."""
    return {"client_id": str(client_id), "portal_url": f"{firm.base_url}/portal/{client_id}/"}


def _from(firm: Firm, sender: Sender) -> str:
    return f"{sender.name}, {firm.name}" if sender.member_id else firm.name
