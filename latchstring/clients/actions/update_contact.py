"""A contact's name, phone and what they are to the client."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import details, search
from latchstring.clients.models import Client, Contact
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def update_contact(
    actor: Actor, contact: Contact, *, name: str, phone: str | None = None, relation: str | None = None
) -> Contact:
    """Raises ValueError with a sentence. The email has a door of its own."""
    actor.require(Action.CLIENT_EDIT, client=contact.client)
    client = Client.objects.select_for_update().get(pk=contact.client_id)
    contact = Contact.objects.get(pk=contact.pk)
    fields = details.person(name)
    if phone is not None:
        fields |= details.clean({"phone": phone})
    if relation is not None:
        fields |= details.relation(relation)
    if fields["name"] == contact.name:
        del fields["first_name"]
    changed = {field: value for field, value in fields.items() if getattr(contact, field) != value}
    if not changed:
        return contact
    for field, value in changed.items():
        setattr(contact, field, value)
    contact.save(update_fields=[*changed])
    search.refresh([client.pk])
    detail = {"name": contact.name, "changed": [field for field in changed if field != "first_name"]}
    record(actor, Name.CONTACT_CHANGED, Entry(client_id=client.pk, subject_id=contact.pk, detail=detail))
    return contact
