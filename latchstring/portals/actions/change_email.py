"""Write to a portal user at another address from now on."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import reach
from latchstring.clients import search as client_search
from latchstring.clients.models import Contact
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.addresses import BadAddress, normalise
from latchstring.mail.outbox import queue
from latchstring.mail.queries import inactive
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Refused
from latchstring.portals import emails, kept, links, search, sessions
from latchstring.portals.actions.resend import send_again
from latchstring.portals.models import Access, Phase, PortalUser
from latchstring.portals.planning import Decision, How, Target
from latchstring.portals.queries.facts import first_clients


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
    _check(person, address)
    old_email, old_address = person.email, person.address
    _write(person, email.strip(), address)
    _move_contacts(person, old_address)
    _tell_old_address(actor, firm, person, old_email, target)
    if target and person.phase != Phase.REMOVED:
        template = "invite" if person.phase == Phase.PENDING else "confirm_email"
        send_again(actor, firm, Decision(How.INVITE, target, None, person), template=template)
    kept.touch_people([person.pk])
    detail = {"name": str(person), "from": old_email, "to": person.email}
    record(
        actor, Name.EMAIL_CHANGED, Entry(client_id=target.id if target else None, person_id=person.pk, detail=detail)
    )
    return person


def _check(person: PortalUser, address: str) -> None:
    if address == person.address:
        raise BadAddress("This is the address we have. Enter the new one.")
    if PortalUser.objects.filter(firm=person.firm_id, address=address).exists():
        raise BadAddress("Another portal user of yours has this address. Give each person their own.")
    if inactive(person.firm_id, [address]):
        raise BadAddress("Email to this address came back. Enter one that works.")


def _write(person: PortalUser, email: str, address: str) -> None:
    now, reason = clock.now(), "The email address was changed."
    links.revoke([person.pk], now, reason)
    links.cancel_notices(Access.objects.filter(person=person), now, reason)
    sessions.end([person.pk])
    person.email, person.address, person.place = email, address, 0
    person.email_inactive_at, person.email_inactive_reason = None, ""
    if not person.name:
        person.sort_name = email.casefold()[:200]
    person.save(update_fields=["email", "address", "place", "email_inactive_at", "email_inactive_reason", "sort_name"])
    search.refresh(person)


def _move_contacts(person: PortalUser, old_address: str) -> None:
    """The same person among the contacts of the clients they can see."""
    theirs = Access.objects.live().filter(person=person).values("client")
    rows = Contact.objects.filter(firm=person.firm_id, address=old_address, client__in=theirs)
    if PortalUser.objects.filter(firm=person.firm_id, address=old_address).exists():
        rows = rows.filter(name=person.name)  # the others at this address stay
    clients = sorted(set(rows.values_list("client_id", flat=True)))
    rows.update(email=person.email, address=person.address)
    client_search.refresh(clients)
    reach.refresh(person.firm_id, clients)


def _tell_old_address(actor: Actor, firm: Firm, person: PortalUser, email: str, about: Target | None) -> None:
    if inactive(firm.pk, [normalise(email)]):
        return
    letter = emails.notice_letter(firm, emails.sender_for(actor, firm), "email_changed")
    post = emails.notice_post(person, {}, to=email, client_id=about.id if about else None)
    queue(firm.pk, letter, post, kind="email-changed")
