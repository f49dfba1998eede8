"""Let somebody in who shares the mailbox of a portal user: one login for both, and each a person of their own."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.clients.models import Client, Contact
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import emails
from latchstring.portals.granting import Sending, carry_out
from latchstring.portals.models import PortalUser
from latchstring.portals.newcomers import Newcomer
from latchstring.portals.planning import Decision, How, Reach, Target, resends_of, same_name
from latchstring.portals.queries.facts import known_about
from latchstring.portals.refusals import Refusal


def housemates(actor: Actor, contact: Contact) -> list[PortalUser]:
    """The portal users at this contact's address, whoever came first coming first."""
    if not contact.address:
        return []
    return list(PortalUser.objects.visible_to(actor).filter(address=contact.address).order_by("place"))


@transaction.atomic
def invite_beside(actor: Actor, client: Client, contact: Contact) -> str:
    """Invite this contact as one more person at an address that has one. Returns the name.

    Raises Refused, or Refusal with a sentence.
    """
    actor.require(Action.INVITE_SEND, client=client)
    firm = Firm.objects.get(pk=client.firm_id)
    there = _lock(firm, contact)
    _check(client, contact, there)
    known = known_about(firm, [contact.address], [client.pk], member_id=actor.member_id)
    if contact.address in known.inactive:
        raise Refusal(_("Email to this address came back. Mend that first."))
    if known.room <= 0 or any(resends_of(known, person) >= known.resends for person in there):
        raise Refusal(_("Enough invites went out today. Try again tomorrow."))
    _send(actor, firm, client, contact, place=max(person.place for person in there) + 1)
    return contact.name


def _lock(firm: Firm, contact: Contact) -> list[PortalUser]:
    """Read after the lock, so that of two who press at once the second finds what the first made."""
    rows: Any = PortalUser.objects.filter(firm=firm, address=contact.address).order_by("pk")
    list(rows.select_for_update())
    return list(rows)


def _check(client: Client, contact: Contact, there: list[PortalUser]) -> None:
    if client.inactive_at:
        raise Refusal(_("This client is inactive. Restore it first."))
    if not contact.address or not there:
        raise Refusal(_("Nobody else has this address. Send an ordinary invite."))
    if not contact.name or any(same_name(person.name, contact.name) for person in there):
        raise Refusal(_("%s has a portal user already. Send that invite again.") % (contact.name or contact.email))


def _send(actor: Actor, firm: Firm, client: Client, contact: Contact, *, place: int) -> None:
    now, sender = clock.now(), emails.sender_for(actor, firm)
    reach = Reach(contact.pk, contact.name, contact.first_name, contact.email, contact.address)
    newcomer = Newcomer(firm.pk, contact.name, contact.email, contact.address, now, now, place=place)
    target = Target(client.pk, client.name, None, client.sort_name)
    letter = emails.invite_letter(firm, sender, "")
    carry_out(Sending(actor, firm, sender, letter), [Decision(How.INVITE, target, reach, newcomer)])
