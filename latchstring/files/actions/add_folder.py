"""Add a folder to a client's files."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients.models import Client
from latchstring.files import names
from latchstring.files.models import Folder
from latchstring.files.refusals import BadName, NotPossible
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

DEEPEST = 20


@transaction.atomic
def add_folder(actor: Actor, client: Client, parent: Folder | None, name: str) -> Folder:
    """Raises BadName, also where the name is taken, and NotPossible."""
    actor.require(Action.FILES_EDIT, client=client)
    clean = names.check(name)
    if parent is not None and (parent.client_id != client.pk or parent.deleted_at):
        raise NotPossible(_("This folder was deleted meanwhile. Load the page again."))
    if depth(parent) >= DEEPEST:
        raise NotPossible(_("Folders can't be nested deeper than %(most)d.") % {"most": DEEPEST})
    folder = placed(
        Folder(firm_id=client.firm_id, client=client, parent=parent, name=clean, sort_name=names.sortable(clean))
    )
    record(actor, Name.FOLDER_ADDED, Entry(client.pk, subject_id=folder.pk, detail={"name": clean}))
    return folder


def placed(folder: Folder) -> Folder:
    """Saved where it is now. Raises BadName where the name is taken there."""
    try:
        with transaction.atomic():
            folder.save()
    except IntegrityError as error:
        raise BadName(
            _("There is a folder “%(name)s” here already. Choose another name.") % {"name": folder}
        ) from error
    return folder


def depth(folder: Folder | None) -> int:
    count = 0
    while folder is not None:
        count, folder = count + 1, folder.parent
    return count
