"""Restore an archived client: everybody who had access has it again."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import counts
from latchstring.clients.models import Client
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def activate(actor: Actor, client: Client) -> None:
    actor.require(Action.CLIENT_EDIT, client=client)
    client = Client.objects.select_for_update().get(pk=client.pk)
    if not client.inactive_at:
        return
    client.inactive_at = None
    client.save(update_fields=["inactive_at"])
    record(actor, Name.CLIENT_ACTIVATED, Entry(client_id=client.pk, detail={"name": client.name}))
    counts.shift(client.firm_id, **counts.share(client))
