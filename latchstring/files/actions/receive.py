"""Receive a file whose size is known only at its end, as a plain form sends it: sealed as it comes."""

from contextlib import ExitStack, suppress
from datetime import timedelta

from latchstring.clients.models import Client
from latchstring.files import limits
from latchstring.files.actions.upload import begin, discard, settle
from latchstring.files.models import Document, Folder
from latchstring.files.pen import Pen
from latchstring.files.refusals import Empty, StorageAway
from latchstring.files.writing import holding
from latchstring.policy.actor import Actor

KEPT = timedelta(hours=1)
"""How long the bytes stay of a form whose server was killed."""


class Receiving:
    """``write`` each piece, ``end`` it, then ``keep`` it; whatever was not kept is to be dropped."""

    def __init__(
        self, actor: Actor, client: Client, folder: Folder | None, name: str, *, most: int, document: Document | None
    ) -> None:
        """At most so many bytes will come. Raises BadName, NotAccepted, StorageFull, StorageAway."""
        self.actor = actor
        self.digest = b""
        self.lock = ExitStack()
        upload = begin(actor, client, folder, name, max(1, min(most, limits.largest())), document=document)
        self.row = self.lock.enter_context(holding(upload))
        self.pen = self.lock.enter_context(Pen(self.row, kept=KEPT))

    def write(self, piece: bytes) -> None:
        """Raises NotAccepted, StorageFull, StorageAway."""
        limits.check(self.pen.size + len(piece))
        self.pen.write(piece)

    def end(self) -> None:
        """All of it is durable, and nobody sees it yet. Raises as ``write`` does."""
        if self.pen.size == 0:
            raise Empty
        self.digest = self.pen.finish()
        self.row.length = self.pen.size

    def keep(self) -> Document:
        document = settle(self.actor, self.row, self.digest)
        self.lock.close()
        return document

    def drop(self) -> None:
        """Bytes and row are gone; where storage is away, the sweep comes after. What was kept stays."""
        self.pen.close()
        with self.lock, suppress(StorageAway):
            if self.row.finished_as_id is None:
                discard(self.row)
