"""Put files and folders into the bin, from where they can be restored for thirty days."""

from collections.abc import Iterable

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record, record_many
from latchstring.files.filing import entry_of
from latchstring.files.models import Document, Folder
from latchstring.files.own import require_change
from latchstring.files.trees import below
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def delete(actor: Actor, *, documents: Iterable[Document] = (), folders: Iterable[Folder] = ()) -> None:
    """All or nothing; what is in the bin already stays as it is. A client may delete its own for ten minutes."""
    rows = Document.objects.select_for_update(of=("self",)).select_related("client")
    gone = list(rows.filter(deleted_at=None, pk__in=[each.pk for each in documents]).order_by("pk"))
    for document in gone:
        require_change(actor, document)
    _bin(actor, gone)
    for folder in folders:
        _folder(actor, folder)


def _folder(actor: Actor, given: Folder) -> None:
    """With all that is in it; they share the moment, by which they are restored together."""
    folder = Folder.objects.select_for_update(of=("self",)).select_related("client").get(pk=given.pk)
    actor.require(Action.FILES_EDIT, client=folder.client)
    if folder.deleted_at:
        return
    now = clock.now()
    inside = below(folder)
    living = list(Document.objects.filter(folder__in=inside, deleted_at=None))
    gone = Document.objects.filter(pk__in=[row.pk for row in living])
    gone.update(deleted_at=now, deleted_by=actor.member_id)
    record_many(actor, Name.FILE_DELETED, [entry_of(actor, row, folder=folder.name) for row in living])
    Folder.objects.filter(pk__in=inside, deleted_at=None).update(deleted_at=now, deleted_by=actor.member_id)
    detail = {"name": folder.name, "files": len(living)}
    record(actor, Name.FOLDER_DELETED, Entry(folder.client_id, subject_id=folder.pk, detail=detail))


def _bin(actor: Actor, documents: list[Document]) -> None:
    by = actor.member_id or actor.person_id
    Document.objects.filter(pk__in=[row.pk for row in documents]).update(deleted_at=clock.now(), deleted_by=by)
    record_many(actor, Name.FILE_DELETED, [entry_of(actor, row) for row in documents])
