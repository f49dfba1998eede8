"""Take a note away; it can be brought back."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.models import Note
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def delete_note(actor: Actor, note: Note) -> None:
    """Twice is once."""
    actor.require(Action.CLIENT_EDIT, client=note.client)
    if Note.objects.filter(pk=note.pk, deleted_at=None).update(deleted_at=clock.now()):
        record(actor, Name.NOTE_DELETED, Entry(client_id=note.client_id, subject_id=note.pk))
