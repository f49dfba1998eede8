"""A zip of many files, made as it is sent: every member passes the one door to bytes."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from zipstream import ZipStream

from latchstring.clients.models import Client
from latchstring.files import names
from latchstring.files.content import open_version
from latchstring.files.models import OFFERED, Document, Folder
from latchstring.files.refusals import NotPossible
from latchstring.files.trees import below
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

MOST = 5_000
_NOT_ON_WINDOWS = str.maketrans(dict.fromkeys('<>:"|?*\\', "_"))


class Packed(NamedTuple):
    """A zip of ``size`` bytes. Where its pieces break off, fewer come, and the receiver notices."""

    size: int
    pieces: Iterator[bytes]


def zip_of(
    actor: Actor, client: Client, *, documents: Sequence[Document] = (), folders: Sequence[Folder] = ()
) -> Packed:
    """Files and whole folders, as the actor sees them; what waits for its scan is left out.

    Nothing is compressed: most of it is already. Raises NotPossible where nothing is left; the first piece
    is read before, so that storage that is away is known before the answer begins.
    """
    actor.require(Action.FILES_VIEW, client=client)
    members = list(_members(actor, client, documents, folders))
    if not members:
        raise NotPossible(_("There is nothing to download. Choose files that are there."))
    if len(members) > MOST:
        raise NotPossible(_("A zip takes at most %(most)s files. Choose fewer.") % {"most": f"{MOST:,}"})
    stream = ZipStream(sized=True)
    taken: set[str] = set()
    for path, document in members:
        pieces = _pieces(actor, document)
        begun = pieces if taken else chain([next(pieces, b"")], pieces)
        stream.add(begun, _free(path, taken), size=document.current.size)
    return Packed(len(stream), iter(stream))


def _members(
    actor: Actor, client: Client, documents: Sequence[Document], folders: Sequence[Folder]
) -> Iterator[tuple[str, Document]]:
    rows = Document.objects.visible_to(actor).filter(client=client, deleted_at=None, current__scan__in=OFFERED)
    rows = rows.select_related("current").order_by("sort_name", "id")
    for document in rows.filter(pk__in=[each.pk for each in documents]):
        yield document.name, document
    for folder in Folder.objects.visible_to(actor).filter(client=client, pk__in=[each.pk for each in folders]):
        paths = _paths(folder)
        for document in rows.filter(folder__in=paths):
            yield f"{paths[document.folder_id or folder.pk]}/{document.name}", document


def _paths(top: Folder) -> dict[UUID, str]:
    """Each living folder below, with its path from the top one on."""
    found = {top.pk: top.name}
    for folder in below(top).values():
        if folder.pk != top.pk and not folder.deleted_at and folder.parent_id in found:
            found[folder.pk] = f"{found[folder.parent_id]}/{folder.name}"
    return found


def _free(path: str, taken: set[str]) -> str:
    safe = path.translate(_NOT_ON_WINDOWS)
    name, number = safe, 1
    while name.casefold() in taken:
        number += 1
        folder, slash, last = safe.rpartition("/")
        name = f"{folder}{slash}{names.numbered(last, number)}"
    taken.add(name.casefold())
    return name


def _pieces(actor: Actor, document: Document) -> Iterator[bytes]:
    """Opened only when its turn comes, so that what was hidden meanwhile is not sent."""
    yield from open_version(actor, document.current)
