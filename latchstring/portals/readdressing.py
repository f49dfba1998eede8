"""Another address for a portal user: what it takes with it, and what dies of it."""

from latchstring.clients import reach
from latchstring.clients import search as client_search
from latchstring.clients.models import Contact
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.kernel.addresses import BadAddress, normalise
from latchstring.mail.outbox import queue
from latchstring.mail.queries import inactive
from latchstring.portals import emails, links, search, sessions
from latchstring.portals.message import Sender
from latchstring.portals.models import Access, PortalUser
from latchstring.portals.planning import Target


def readdress(person: PortalUser, email: str, address: str, *, keep: str = "") -> None:
    """The row is locked, and ``address`` is ``email`` normalised; ``keep`` is the key of a session that goes on.

    Raises BadAddress with a sentence.
    """
    _check(person, address)
    old_address = person.address
    _write(person, email.strip(), address, keep)
    _move_contacts(person, old_address)


def tell_old_address(firm: Firm, sender: Sender, person: PortalUser, email: str, about: Target | None) -> None:
    """``email`` is what it was; ``sender`` is who changed it."""
    if inactive(firm.pk, [normalise(email)]):
        return
    letter = emails.notice_letter(firm, sender, "email_changed")
    post = emails.notice_post(person, {}, to=email, client_id=about.id if about else None)
    queue(firm.pk, letter, post, kind="email-changed")


def _check(person: PortalUser, address: str) -> None:
    if address == person.address:
        raise BadAddress("This is the address we have. Enter the new one.")
    if PortalUser.objects.filter(firm=person.firm_id, address=address).exists():
        raise BadAddress("Another portal user of yours has this address. Give each person their own.")
    if inactive(person.firm_id, [address]):
        raise BadAddress("Email to this address came back. Enter one that works.")


def _write(person: PortalUser, email: str, address: str, keep: str) -> None:
    now, reason = clock.now(), "The email address was changed."
    links.revoke([person.pk], now, reason)
    links.cancel_notices(Access.objects.filter(person=person), now, reason)
    sessions.end([person.pk], but=keep)
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
