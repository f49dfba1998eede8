"""Take a contact off a client; they can be brought back, and what happened with them stays in the log."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import reach, search
from latchstring.clients.models import Client, Contact
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def remove_contact(actor: Actor, contact: Contact) -> None:
    """Twice is once. Access to the portal is a fact of its own and stays until it is removed."""
    actor.require(Action.CLIENT_EDIT, client=contact.client)
    client = Client.objects.select_for_update().get(pk=contact.client_id)
    there = Contact.objects.filter(pk=contact.pk).first()
    if there is None:
        return
    there.removed_at = clock.now()
    there.save(update_fields=["removed_at"])
    search.refresh([client.pk])
    detail = {"name": there.name, "email": there.email}
    record(actor, Name.CONTACT_REMOVED, Entry(client_id=client.pk, subject_id=contact.pk, detail=detail))
    reach.refresh(client.firm_id, [client.pk])
