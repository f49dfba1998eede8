"""The bin of a client: what was deleted within the last thirty days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from latchstring.clients.models import Client
from latchstring.files.models import Document, Folder
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Bin:
    """Folders stand for all that was deleted with them."""

    folders: list[Folder]
    documents: list[Document]


def rows(actor: Actor, client: Client) -> Bin:
    """Newest first. Raises Refused."""
    actor.require(Action.FILES_EDIT, client=client)
    gone = {"client": client, "deleted_at__isnull": False}
    folders = list(Folder.objects.visible_to(actor).filter(**gone).order_by("-deleted_at", "sort_name"))
    documents = (
        Document.objects.visible_to(actor).filter(**gone).select_related("current").order_by("-deleted_at", "sort_name")
    )
    with_folder = {(folder.pk, folder.deleted_at) for folder in folders}
    return Bin(
        folders=[each for each in folders if (each.parent_id, each.deleted_at) not in with_folder],
        documents=[each for each in documents if (each.folder_id, each.deleted_at) not in with_folder],
    )


def gone_on(deleted_at: datetime) -> datetime:
    """When it is removed for good."""
    return deleted_at + KEPT
