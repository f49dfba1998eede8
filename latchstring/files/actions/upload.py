"""Send a file: begin, append as often as needed, and the last byte makes it a document."""

from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.clients.models import Client
from latchstring.files import blobs, keys, names, sniffing
from latchstring.files.filing import file_it
from latchstring.files.models import Document, Folder, Upload
from latchstring.files.pen import KEPT, Pen
from latchstring.files.refusals import Busy, FileRefusal, NotAccepted, StorageFull, WrongOffset
from latchstring.files.storage import storage
from latchstring.files.writing import holding
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, Refused

READ = 256 * 1024
OPEN = 200
"""Uploads that one person may have under way at one client."""


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def begin(
    actor: Actor, client: Client, folder: Folder | None, name: str, length: int, *, document: Document | None = None
) -> Upload:
    """An upload of ``length`` bytes; with ``document`` it becomes a new version of it. Nothing is a file yet.

    Raises BadName, NotAccepted, StorageFull, StorageAway.
    """
    actor.require(Action.FILES_ADD if document is None else Action.FILES_EDIT, client=client)
    _check_place(client, folder, document)
    clean = names.clean(name)
    sniffing.check_asked(clean, length)
    user_id = _sender(actor, client)
    key, place = keys.current(client.firm_id), blobs.new_place(client.firm_id)
    upload: Upload = Upload.objects.create(
        firm_id=client.firm_id,
        client=client,
        folder=folder,
        document=document,
        user_id=user_id,
        side=actor.kind,
        name=clean,
        key=key,
        place=place,
        length=length,
        parts=storage().begin(place, length),
        expires_at=clock.now() + KEPT,
    )
    return upload


def append(actor: Actor, upload: Upload, stream: Stream, offset: int) -> Upload:
    """Add what the stream brings, which may end early; the returned row says how far it is.

    Raises Busy, WrongOffset, NotAccepted, StorageFull (all of it is gone then), StorageAway (it can go on later).
    """
    actor.require(Action.FILES_ADD, client=upload.client)
    if (upload.user_id, upload.side) != (actor.user_id, actor.kind):
        raise Upload.DoesNotExist
    with holding(upload) as row:
        if offset != row.offset or row.finished_as_id:
            raise WrongOffset(row.offset)
        try:
            _write(actor, row, stream)
        except (NotAccepted, StorageFull):
            discard(row)
            raise
        return row


def cancel(actor: Actor, upload: Upload) -> None:
    """Forget an upload that is not finished. Raises Busy."""
    actor.require(Action.FILES_ADD, client=upload.client)
    with holding(upload) as row:
        if row.finished_as_id is None:
            discard(row)


def discard(upload: Upload) -> None:
    """Its bytes and its row are gone."""
    storage().remove(upload.place)
    upload.delete()


@transaction.atomic
def settle(actor: Actor, row: Upload, sha256: bytes) -> Document:
    """All ``row.length`` bytes are durable: it becomes a document. Raises Busy where another writer has overtaken."""
    mine = Upload.objects.filter(pk=row.pk, writer=row.writer, finished_as=None)
    if not mine.update(offset=row.length, length=row.length, tail=0):
        raise Busy
    document = row.finished_as = file_it(actor, row, sha256)
    row.offset, row.tail = row.length, 0
    row.save(update_fields=["finished_as"])
    return document


def _write(actor: Actor, row: Upload, stream: Stream) -> None:
    with Pen(row) as pen:
        while pen.missing and (piece := _next(stream, min(READ, pen.missing))):
            pen.write(piece)
        if pen.missing:
            pen.pause()
            return
        sha256 = pen.finish()
    settle(actor, row, sha256)
    storage().remove(f"{row.place}.")


def _sender(actor: Actor, client: Client) -> UUID:
    """The login that may go on with the upload. Raises NotAccepted where it has too many under way."""
    if actor.user_id is None:
        raise Refused(Action.FILES_ADD)
    under_way = Upload.objects.filter(client=client, user_id=actor.user_id, finished_as=None)
    if under_way.count() >= OPEN:
        raise NotAccepted(_("Many files are under way already. Wait until they are done, then send more."))
    return actor.user_id


def _check_place(client: Client, folder: Folder | None, document: Document | None) -> None:
    for row in (folder, document):
        if row is not None and (row.client_id != client.pk or row.deleted_at):
            raise FileRefusal(_("This folder or file was deleted meanwhile. Load the page again."))


def _next(stream: Stream, size: int) -> bytes:
    try:
        return stream.read(size)
    except OSError:  # the sender has gone away: what came is kept
        return b""
