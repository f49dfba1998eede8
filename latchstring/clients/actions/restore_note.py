"""Bring a deleted note back, as it was."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.models import Note
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def restore_note(actor: Actor, note: Note) -> None:
    """Twice is once."""
    actor.require(Action.CLIENT_EDIT, client=note.client)
    if Note.objects.filter(pk=note.pk, deleted_at__isnull=False).update(deleted_at=None):
        record(actor, Name.NOTE_RESTORED, Entry(client_id=note.client_id, subject_id=note.pk))
