"""Archive a client, which makes it inactive: its portal is closed, and nothing is lost."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import counts
from latchstring.clients.models import Client
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def deactivate(actor: Actor, client: Client) -> None:
    """Twice is once. Access and invites stay as they are, behind the closed door."""
    actor.require(Action.CLIENT_EDIT, client=client)
    client = Client.objects.select_for_update().get(pk=client.pk)
    if client.inactive_at:
        return
    before = counts.share(client)
    client.inactive_at = clock.now()
    client.save(update_fields=["inactive_at"])
    record(actor, Name.CLIENT_DEACTIVATED, Entry(client_id=client.pk, detail={"name": client.name}))
    counts.shift(client.firm_id, **counts.difference(before, counts.share(client)))
