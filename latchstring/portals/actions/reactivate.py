"""Write to an inactive address again: somebody says why, and a test email shows whether it works."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.models import Contact
from latchstring.firms.models import Firm
from latchstring.kernel import clock
from latchstring.mail.models import AddressState
from latchstring.mail.outbox import Post, queue
from latchstring.mail.render import letter
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Refused
from latchstring.portals.models import Access, PortalUser
from latchstring.portals.project import addresses_changed
from latchstring.portals.refusals import Refusal

LONGEST_REASON = 200


@transaction.atomic
def reactivate(actor: Actor, address: str, *, reason: str) -> None:
    """The address, in its normalised form, counts as working for every client that has it.

    If the test email comes back, it is inactive again. Raises Refusal with a sentence.
    """
    actor.require(Action.EMAIL_CHANGE)
    why = " ".join(reason.split())
    if not why:
        raise Refusal(_("Write why this address works now. It is kept in the audit log."))
    if len(why) > LONGEST_REASON:
        raise Refusal(_("This reason is longer than %s characters. Shorten it.") % LONGEST_REASON)
    client_id = _seen_at(actor, address)
    rows = AddressState.objects.select_for_update().filter(firm_id=actor.firm_id, inactive_since__isnull=False)
    state = rows.filter(address=address).first()
    if state is None:
        raise Refusal(_("Email to this address is not inactive. There is nothing to reactivate."))
    state.inactive_since, state.reason, state.detail, state.reactivated_at = None, "", "", clock.now()
    state.save(update_fields=["inactive_since", "reason", "detail", "reactivated_at"])
    addresses_changed(actor.firm_id, [address])
    person = PortalUser.objects.filter(firm_id=actor.firm_id, address=address).first()
    firm = Firm.objects.get(pk=actor.firm_id)
    words = letter(firm, "reactivated", "mail/reactivated", {}, reply_to=firm.support_email)
    post = Post(person.email if person else address, str(person) if person else "", client_id=client_id)
    queue(firm.pk, words, post, kind="reactivated")
    detail = {"name": str(person) if person else address, "address": address, "to": why}
    record(actor, Name.EMAIL_REACTIVATED, Entry(client_id, person.pk if person else None, detail=detail))


def _seen_at(actor: Actor, address: str) -> UUID | None:
    """A client of the actor's where somebody has this address; raises Refused where scoped staff have none."""
    contacts = Contact.objects.visible_to(actor).filter(address=address)
    accesses = Access.objects.visible_to(actor).filter(person__address=address)
    found: UUID | None = (
        contacts.values_list("client_id", flat=True).first() or accesses.values_list("client_id", flat=True).first()
    )
    if found is None and actor.client_ids is not None:
        raise Refused(Action.EMAIL_CHANGE)
    return found
