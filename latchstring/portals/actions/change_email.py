"""Write to a portal user at another address from now on."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.firms.models import Firm
from latchstring.kernel.addresses import normalise
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Refused
from latchstring.portals import emails, kept
from latchstring.portals.actions.resend import send_again
from latchstring.portals.models import Access, Phase, PortalUser
from latchstring.portals.planning import Decision, How
from latchstring.portals.queries.facts import first_clients
from latchstring.portals.readdressing import readdress, tell_old_address


@transaction.atomic
def change_email(actor: Actor, person: PortalUser, *, email: str) -> PortalUser:
    """The person, their access and history stay; every older link dies and the old address is told.

    Who has not come in yet gets a new invite. Who has keeps their login until the new address is
    confirmed by its own link. Raises BadAddress with a sentence.
    """
    actor.require(Action.EMAIL_CHANGE)
    firm = Firm.objects.get(pk=actor.firm_id)
    person = PortalUser.objects.select_for_update().get(pk=person.pk, firm=firm)
    target = first_clients(actor, [person.pk]).get(person.pk)
    if target is None and not Access.objects.visible_to(actor).filter(person=person).exists():
        raise Refused(Action.EMAIL_CHANGE)
    address = normalise(email)
    old_email = person.email
    readdress(person, email, address)
    tell_old_address(firm, emails.sender_for(actor, firm), person, old_email, target)
    if target and person.phase != Phase.REMOVED:
        template = "invite" if person.phase == Phase.PENDING else "confirm_email"
        send_again(actor, firm, Decision(How.INVITE, target, None, person), template=template)
    kept.touch_people([person.pk])
    detail = {"name": str(person), "from": old_email, "to": person.email}
    record(
        actor, Name.EMAIL_CHANGED, Entry(client_id=target.id if target else None, person_id=person.pk, detail=detail)
    )
    return person
