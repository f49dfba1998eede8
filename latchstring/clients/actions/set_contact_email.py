"""The address a contact is written to."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import details, reach, search
from latchstring.clients.models import Client, Contact
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def set_contact_email(actor: Actor, contact: Contact, email: str) -> Contact:
    """Portal access stays with the address it was given to. Raises BadAddress with a sentence."""
    actor.require(Action.EMAIL_CHANGE, client=contact.client)
    client = Client.objects.select_for_update().get(pk=contact.client_id)
    contact = Contact.objects.get(pk=contact.pk)
    fields = details.email(email)
    if fields == {"email": contact.email, "address": contact.address}:
        return contact
    old = contact.email
    contact.email, contact.address = fields["email"], fields["address"]
    contact.save(update_fields=["email", "address"])
    search.refresh([client.pk])
    detail = {"name": contact.name, "changed": ["email"], "from": old, "to": contact.email}
    record(actor, Name.CONTACT_CHANGED, Entry(client_id=client.pk, subject_id=contact.pk, detail=detail))
    reach.refresh(client.firm_id, [client.pk])
    return contact
