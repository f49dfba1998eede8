"""Two client records no longer belong together."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.models import Client, Link
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def unlink_clients(actor: Actor, client: Client, other: Client) -> None:
    """Twice is once. Access that somebody has by now stays."""
    actor.require(Action.CLIENT_EDIT, client=client)
    actor.require(Action.CLIENT_EDIT, client=other)
    for one, two in ((client, other), (other, client)):
        gone, _kinds = Link.objects.filter(client=one, other=two).delete()
        if gone:
            entry = Entry(client_id=one.pk, subject_id=two.pk)
            record(actor, Name.CLIENTS_UNLINKED, entry)
