"""One more person of a client."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import details, reach, search
from latchstring.clients.models import Client, Contact
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def add_contact(
    actor: Actor, client: Client, *, name: str, email: str = "", phone: str = "", relation: str = ""
) -> Contact:
    """The first contact is the primary one. Raises ValueError or BadAddress with a sentence."""
    actor.require(Action.CLIENT_EDIT, client=client)
    client = Client.objects.select_for_update().get(pk=client.pk)
    contact: Contact = Contact.objects.create(
        firm_id=client.firm_id,
        client=client,
        position=details.next_position(client),
        **details.person(name),
        **details.email(email),
        **details.clean({"phone": phone}),
        **details.relation(relation),
    )
    search.refresh([client.pk])
    record(
        actor, Name.CONTACT_CREATED, Entry(client_id=client.pk, subject_id=contact.pk, detail={"name": contact.name})
    )
    reach.refresh(client.firm_id, [client.pk])
    return contact
