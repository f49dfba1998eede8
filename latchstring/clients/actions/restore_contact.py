"""Bring a contact back that was removed, as they were."""

from uuid import UUID

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import reach, search
from latchstring.clients.models import Client, Contact
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def restore_contact(actor: Actor, client: Client, contact_id: UUID) -> Contact | None:
    """Twice is once. None where this client never had such a contact."""
    actor.require(Action.CLIENT_EDIT, client=client)
    client = Client.objects.select_for_update().get(pk=client.pk)
    contact: Contact | None = Contact.everybody.filter(client=client, pk=contact_id).first()
    if contact is None or contact.removed_at is None:
        return contact
    contact.removed_at = None
    contact.save(update_fields=["removed_at"])
    search.refresh([client.pk])
    detail = {"name": contact.name}
    record(actor, Name.CONTACT_RESTORED, Entry(client_id=client.pk, subject_id=contact.pk, detail=detail))
    reach.refresh(client.firm_id, [client.pk])
    return contact
