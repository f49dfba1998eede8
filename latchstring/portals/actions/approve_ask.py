"""Do what a client asked: invite the person, or remove the access."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.actions.add_contact import add_contact
from latchstring.clients.models import Contact
from latchstring.firms.models import Firm
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals import asking
from latchstring.portals.actions.invite import Invitee, invite
from latchstring.portals.actions.remove_access import remove_access
from latchstring.portals.models import Answer, Ask
from latchstring.portals.planning import Reason
from latchstring.portals.queries import reasons
from latchstring.portals.refusals import Refusal


@transaction.atomic
def approve_ask(actor: Actor, ask: Ask) -> Ask:
    """Raises Refusal where it was answered or withdrawn meanwhile, or where nobody can be invited at this address."""
    actor.require(Action.ACCESS_REMOVE if ask.removes else Action.INVITE_SEND, client=ask.client)
    ask = asking.take(actor, ask)
    if ask.access:
        remove_access(actor, ask.access.person, client=ask.client)
    else:
        _let_in(actor, ask)
    asking.answer(actor, ask, Answer.APPROVED)
    record(actor, Name.ASK_APPROVED, Entry(ask.client_id, None, ask.pk, {"name": ask.name}))
    asking.tell_person(actor, ask)
    return ask


def _let_in(actor: Actor, ask: Ask) -> None:
    """Who has access meanwhile keeps it. A new person becomes a contact, with the relation that was given."""
    contact = Contact.objects.filter(client=ask.client, address=ask.address).first()
    if contact is None and actor.may(Action.CLIENT_EDIT, client=ask.client):
        contact = add_contact(actor, ask.client, name=ask.name, email=ask.email, relation=ask.relation)
    outcome = invite(actor, ask.client, people=[Invitee(ask.email, ask.name, contact.pk if contact else None)])
    for skipped in outcome.skipped:
        if skipped.reason != Reason.ALREADY_USER:
            firm = Firm.objects.get(pk=ask.firm_id)
            why = reasons.sentence(skipped.reason, skipped.detail, firm)
            raise Refusal(_("%(name)s can’t be invited. %(why)s.") % {"name": ask.name, "why": why})
