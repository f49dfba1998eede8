"""Something about a client, for the team alone."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import details
from latchstring.clients.models import Client, Note
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def add_note(actor: Actor, client: Client, *, text: str) -> Note:
    """Raises ValueError with a sentence. What it says stays out of the log."""
    actor.require(Action.CLIENT_EDIT, client=client)
    note = Note.objects.create(
        firm_id=client.firm_id,
        client=client,
        member_id=actor.member_id,
        author_name=actor.name,
        text=details.note(text),
    )
    record(actor, Name.NOTE_ADDED, Entry(client_id=client.pk, subject_id=note.pk))
    return note
