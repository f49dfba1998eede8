"""Move files and folders into another folder of the same client, or to the top."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record, record_many
from latchstring.clients.models import Client
from latchstring.files.actions.add_folder import DEEPEST, depth, placed
from latchstring.files.filing import entry_of
from latchstring.files.models import Document, Folder
from latchstring.files.queries.listing import path_to
from latchstring.files.refusals import BadName, NotPossible
from latchstring.files.trees import below
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def move(
    actor: Actor,
    client: Client,
    *,
    documents: Sequence[Document] = (),
    folders: Sequence[Folder] = (),
    to: Folder | None,
) -> None:
    """All or nothing. Raises NotPossible, also where a folder of that name is there."""
    actor.require(Action.FILES_EDIT, client=client)
    Client.objects.select_for_update().get(pk=client.pk)  # one move at a time, or two could make a ring
    if to is not None and (to.client_id != client.pk or to.deleted_at):
        raise NotPossible(_("This folder was deleted meanwhile. Load the page again."))
    rows = list(Document.objects.filter(client=client, deleted_at=None, pk__in=[each.pk for each in documents]))
    moved = [row for row in rows if row.folder_id != (to and to.pk)]
    Document.objects.filter(pk__in=[row.pk for row in moved]).update(folder=to)
    detail = {"to": to.name if to else ""}
    record_many(actor, Name.FILE_MOVED, [entry_of(actor, row, **detail) for row in moved])
    for folder in Folder.objects.filter(client=client, deleted_at=None, pk__in=[each.pk for each in folders]):
        if folder.parent_id != (to and to.pk):
            _move_folder(folder, to)
            told = {"name": folder.name, **detail}
            record(actor, Name.FOLDER_MOVED, Entry(client.pk, subject_id=folder.pk, detail=told))


def _move_folder(folder: Folder, to: Folder | None) -> None:
    inside = below(folder)
    if to is not None and to.pk in inside:
        raise NotPossible(_("A folder can't be moved into itself."))
    height = max(len(path_to(each)) for each in inside.values()) - depth(folder) + 1
    if depth(to) + height > DEEPEST:
        raise NotPossible(_("Folders can't be nested deeper than %(most)d.") % {"most": DEEPEST})
    folder.parent = to
    try:
        placed(folder)
    except BadName as error:
        raise NotPossible(
            _("There is a folder “%(name)s” there already. Rename one of the two first.") % {"name": folder.name}
        ) from error
