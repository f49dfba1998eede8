"""What lies in a folder, as far as the actor can see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from latchstring.clients.models import Client
from latchstring.files import names
from latchstring.files.models import Document, Folder, Opening, Scan
from latchstring.files.trees import below
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

PAGE = 100


@dataclass(frozen=True, slots=True)
class Listing:
    """``path`` leads from the top to the folder; ``next`` is the cursor of the next page of documents, or empty.

    Each document comes with ``current``.
    """

    folder: Folder | None
    path: list[Folder]
    folders: list[Folder]
    documents: list[Document]
    next: str


def rows(actor: Actor, client: Client, folder: Folder | None = None, *, after: str = "", size: int = PAGE) -> Listing:
    """Folders, all on the first page, and documents by name. Raises Refused."""
    actor.require(Action.FILES_VIEW, client=client)
    inside = Folder.objects.visible_to(actor).filter(client=client, parent=folder, deleted_at=None)
    found = list(_after(documents_in(actor, client, folder), after)[: size + 1])
    more = len(found) > size
    return Listing(
        folder=folder,
        path=path_to(folder),
        folders=[] if after else list(inside.order_by("sort_name", "id")),
        documents=found[:size],
        next=found[size - 1].pk.hex if more else "",
    )


def documents_in(actor: Actor, client: Client, folder: Folder | None) -> QuerySet[Any]:
    rows = Document.objects.visible_to(actor).filter(client=client, folder=folder, deleted_at=None)
    return rows.select_related("current").order_by("sort_name", "id")


def documents_within(actor: Actor, client: Client, folders: Iterable[Folder]) -> list[Document]:
    """All that the actor sees in these folders and below, each with ``current`` and ``folder``."""
    inside = {pk for folder in folders for pk in below(folder)}
    rows = Document.objects.visible_to(actor).filter(client=client, folder__in=inside, deleted_at=None)
    return list(rows.select_related("current", "folder").order_by("sort_name", "id")) if inside else []


def recent(actor: Actor, client: Client, *, size: int = 5) -> list[Document]:
    """What was shared or sent last, newest first."""
    actor.require(Action.FILES_VIEW, client=client)
    rows = Document.objects.visible_to(actor).filter(client=client, deleted_at=None, shared_at__isnull=False)
    return list(rows.select_related("current").order_by("-shared_at", "-id")[:size])


def newest(actor: Actor, client: Client, *, size: int) -> list[Document]:
    """What was added or changed last, in any folder, each with ``current``."""
    actor.require(Action.FILES_VIEW, client=client)
    rows = Document.objects.visible_to(actor).filter(client=client, deleted_at=None)
    return list(rows.select_related("current").order_by("-changed_at", "-id")[:size])


def private(actor: Actor, client: Client, *, size: int) -> list[Document]:
    """What could be shared and is not yet, newest first, each with ``current`` and ``folder``."""
    actor.require(Action.FILES_VIEW, client=client)
    rows = Document.objects.visible_to(actor).filter(client=client, deleted_at=None, shared_at=None)
    offered = rows.exclude(current__scan=Scan.INFECTED).select_related("current", "folder")
    return list(offered.order_by("-id")[:size])


def path_to(folder: Folder | None) -> list[Folder]:
    path: list[Folder] = []
    while folder is not None:
        path.insert(0, folder)
        folder = folder.parent
    return path


def all_folders(actor: Actor, client: Client) -> list[Folder]:
    """Every folder of the client that can be seen, for choosing where to move something."""
    found = Folder.objects.visible_to(actor).filter(client=client, deleted_at=None)
    return list(found.order_by("sort_name", "id"))


def same_name(actor: Actor, client: Client, folder: Folder | None, name: str) -> Document | None:
    """The document that a file of this name could become a new version of. Raises BadName."""
    clean = names.sortable(names.clean(name))
    found: Document | None = documents_in(actor, client, folder).filter(sort_name=clean).first()
    return found


def openings(actor: Actor, documents: Sequence[Document]) -> set[UUID]:
    """Which of these the portal user has opened before; for a team member, which any client has."""
    rows = Opening.objects.filter(firm=actor.firm_id, document__in=documents)
    if actor.person_id:
        rows = rows.filter(person_id=actor.person_id)
    return set(rows.values_list("document_id", flat=True))


def _after(rows: QuerySet[Any], after: str) -> QuerySet[Any]:
    """Behind the document that the cursor names; a cursor that is none begins anew."""
    try:
        last = Document.objects.filter(pk=UUID(after)).first() if after else None
    except ValueError:
        last = None
    if last is None:
        return rows
    return rows.filter(Q(sort_name__gt=last.sort_name) | Q(sort_name=last.sort_name, id__gt=last.pk))
