"""What a note says from now on."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import details
from latchstring.clients.models import Note
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def change_note(actor: Actor, note: Note, *, text: str) -> Note:
    """Raises ValueError with a sentence. Changing nothing writes nothing."""
    actor.require(Action.CLIENT_EDIT, client=note.client)
    note = Note.objects.select_for_update().get(pk=note.pk)
    wanted = details.note(text)
    if note.deleted_at or wanted == note.text:
        return note
    note.text, note.edited_at = wanted, clock.now()
    note.save(update_fields=["text", "edited_at"])
    record(actor, Name.NOTE_CHANGED, Entry(client_id=note.client_id, subject_id=note.pk))
    return note
