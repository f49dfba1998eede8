"""Bring a contact back that was removed, as the log has them."""

from uuid import UUID

from django.db import transaction

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import reach, search
from latchstring.clients.actions.remove_contact import KEPT
from latchstring.clients.models import Client, Contact
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def restore_contact(actor: Actor, client: Client, contact_id: UUID) -> Contact | None:
    """Twice is once. None where this client never had such a contact."""
    actor.require(Action.CLIENT_EDIT, client=client)
    client = Client.objects.select_for_update().get(pk=client.pk)
    there: Contact | None = Contact.objects.filter(client=client, pk=contact_id).first()
    removed = Event.objects.filter(client_id=client.pk, name=Name.CONTACT_REMOVED, subject_id=contact_id)
    last = removed.order_by("-id").first()
    if there or last is None:
        return there
    kept = {field: last.detail[field] for field in KEPT}
    contact: Contact = Contact.objects.create(pk=contact_id, firm_id=client.firm_id, client=client, **kept)
    search.refresh([client.pk])
    record(
        actor, Name.CONTACT_RESTORED, Entry(client_id=client.pk, subject_id=contact.pk, detail={"name": contact.name})
    )
    reach.refresh(client.firm_id, [client.pk])
    return contact
