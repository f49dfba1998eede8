"""Take files and folders out of the bin."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record, record_many
from latchstring.files import names
from latchstring.files.actions.add_folder import placed
from latchstring.files.filing import entry_of
from latchstring.files.models import Document, Folder
from latchstring.files.refusals import BadName
from latchstring.files.trees import below
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def restore(actor: Actor, *, documents: Iterable[Document] = (), folders: Iterable[Folder] = ()) -> None:
    """To where they were, or to the top where that folder is gone; a folder brings back what went with it."""
    for folder in folders:
        _folder(actor, folder)
    rows = Document.objects.select_for_update(of=("self",)).select_related("client", "folder")
    for document in rows.filter(deleted_at__isnull=False, pk__in=[each.pk for each in documents]).order_by("pk"):
        _document(actor, document)


def _document(actor: Actor, document: Document) -> None:
    actor.require(Action.FILES_EDIT, client=document.client)
    if document.folder and document.folder.deleted_at:
        document.folder = None
    document.deleted_at = document.deleted_by = None
    document.save(update_fields=["folder", "deleted_at", "deleted_by"])
    record(actor, Name.FILE_RESTORED, entry_of(actor, document))


def _folder(actor: Actor, given: Folder) -> None:
    rows = Folder.objects.select_for_update(of=("self",)).select_related("client", "parent")
    folder = rows.get(pk=given.pk)
    actor.require(Action.FILES_EDIT, client=folder.client)
    moment = folder.deleted_at
    if moment is None:
        return
    inside = below(folder)
    if folder.parent and folder.parent.deleted_at:
        folder.parent = None
    folder.deleted_at = folder.deleted_by = None
    _with_free_name(folder)
    back = {"deleted_at": None, "deleted_by": None}
    Folder.objects.filter(pk__in=inside, deleted_at=moment).update(**back)
    documents = list(Document.objects.filter(folder__in=inside, deleted_at=moment))
    Document.objects.filter(pk__in=[row.pk for row in documents]).update(**back)
    record_many(actor, Name.FILE_RESTORED, [entry_of(actor, row, folder=folder.name) for row in documents])
    record(actor, Name.FOLDER_RESTORED, Entry(folder.client_id, subject_id=folder.pk, detail={"name": folder.name}))


def _with_free_name(folder: Folder) -> None:
    """Numbered where another folder has taken its name meanwhile."""
    name = folder.name
    for number in range(2, 100):
        try:
            placed(folder)
        except BadName:
            folder.name = names.numbered(name, number)
            folder.sort_name = names.sortable(folder.name)
        else:
            return
    raise BadName(_("There are too many folders of this name. Rename them first."))
