"""Keep a note on top, or let it go back to its place."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.models import Note
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def pin_note(actor: Actor, note: Note, *, pinned: bool) -> None:
    """Twice is once."""
    actor.require(Action.CLIENT_EDIT, client=note.client)
    moment = clock.now() if pinned else None
    if Note.objects.filter(pk=note.pk, pinned_at__isnull=pinned, deleted_at=None).update(pinned_at=moment):
        name = Name.NOTE_PINNED if pinned else Name.NOTE_UNPINNED
        record(actor, name, Entry(client_id=note.client_id, subject_id=note.pk))
