"""Give a file or folder another name."""

from typing import Any

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.files import names
from latchstring.files.actions.add_folder import placed
from latchstring.files.filing import entry_of
from latchstring.files.models import Document, Folder
from latchstring.files.own import require_change
from latchstring.kernel import clock
from latchstring.kernel.models import Owned
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def rename(actor: Actor, item: Document | Folder, name: str) -> None:
    """A client may rename its own upload for ten minutes. Raises BadName."""
    if isinstance(item, Document):
        _document(actor, item, name)
    else:
        _folder(actor, item, name)


def _document(actor: Actor, given: Document, name: str) -> None:
    document = (
        Document.objects.select_for_update(of=("self",)).select_related("client").get(pk=given.pk, deleted_at=None)
    )
    require_change(actor, document)
    clean, before = names.check(name), document.name
    if clean == before:
        return
    document.name, document.sort_name, document.changed_at = clean, names.sortable(clean), clock.now()
    document.save(update_fields=["name", "sort_name", "changed_at"])
    given.name, given.sort_name = document.name, document.sort_name
    record(actor, Name.FILE_RENAMED, entry_of(actor, document, before=before))


def _folder(actor: Actor, given: Folder, name: str) -> None:
    folder = _locked(Folder, given)
    actor.require(Action.FILES_EDIT, client=folder.client)
    clean, before = names.check(name), folder.name
    if clean == before:
        return
    folder.name, folder.sort_name = clean, names.sortable(clean)
    placed(folder)
    given.name, given.sort_name = folder.name, folder.sort_name
    detail = {"name": clean, "before": before}
    record(actor, Name.FOLDER_RENAMED, Entry(folder.client_id, subject_id=folder.pk, detail=detail))


def _locked(model: Any, given: Owned) -> Any:
    """The row as it is now, with its client; what is in the bin is not there."""
    return model.objects.select_for_update(of=("self",)).select_related("client").get(pk=given.pk, deleted_at=None)
