"""Writes what arrives of an upload: sealed frames that are durable before the row says so."""

import hashlib
from datetime import timedelta
from typing import Self

from latchstring.files import blobs
from latchstring.files.models import Upload
from latchstring.files.refusals import Busy
from latchstring.files.sealer import Sealer
from latchstring.files.sealing import FRAME
from latchstring.files.storage import storage
from latchstring.kernel import clock

KEPT = timedelta(days=7)
"""How long an upload waits for its next part."""
BETWEEN = 16 * 1024 * 1024
"""Bytes from one commit to the next: what a killed server makes the sender send again at most."""


class Pen:
    """Goes on behind what the upload has: ``write`` each piece, then ``finish`` or ``pause``, and ``close`` always."""

    def __init__(self, upload: Upload, *, kept: timedelta = KEPT) -> None:
        self.upload = upload
        self.kept = kept
        self.storage = storage()
        self.digest = None if upload.offset else hashlib.sha256()
        self.waiting = bytearray(blobs.get(upload.key_id, _tail_of(upload)) if upload.tail else b"")
        self.sealer = Sealer(upload, upload.offset - len(self.waiting), between=BETWEEN)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.sealer.close()

    @property
    def size(self) -> int:
        """Bytes that have come."""
        return self.sealer.taken + len(self.waiting)

    @property
    def missing(self) -> int:
        """Bytes that are still to come."""
        return self.upload.length - self.size

    def write(self, piece: bytes) -> None:
        if self.digest:
            self.digest.update(piece)
        self.waiting += piece
        if len(self.waiting) > self.storage.chunk:
            self._hand_over()

    def pause(self) -> None:
        """What has come is durable, also what fills no part."""
        if len(self.waiting) > max(self.storage.least, FRAME):
            self._hand_over()
        self.sealer.wait()
        if self.size != self.upload.offset:
            blobs.put(self.upload.key_id, _tail_at(self.upload, self.size), bytes(self.waiting))
            self._commit(self.size)

    def finish(self) -> bytes:
        """All is durable and in one; returns the SHA-256. The row still says what it said."""
        self.sealer.wait()
        self.sealer.take(self.waiting, len(self.waiting), last=True)
        self.waiting = bytearray()
        self.sealer.wait()
        self.storage.complete(self.upload.place, self.upload.parts)
        if self.digest is None:
            self.digest = hashlib.sha256()
            for piece in blobs.read(self.upload.key_id, self.upload.place, self.size):
                self.digest.update(piece)
        return self.digest.digest()

    def _hand_over(self) -> None:
        """All but the last frame, which may turn out to be the file's last; it is stored while more comes."""
        self.sealer.wait()
        if self.sealer.durable - self.upload.offset >= BETWEEN:
            self._commit(self.sealer.durable)
        whole, size = self.waiting, (len(self.waiting) - 1) // FRAME * FRAME
        self.waiting = whole[size:]
        self.sealer.take(whole, size, last=False)

    def _commit(self, offset: int) -> None:
        """Durable first, then the row says so. Raises Busy where somebody else has begun to write meanwhile."""
        written = self.sealer.written
        if written > self.sealer.durable:
            self.storage.sync(self.upload.place)
            self.sealer.durable = written
        upload, old = self.upload, _tail_of(self.upload) if self.upload.tail else ""
        upload.offset, upload.tail, upload.expires_at = offset, offset - written, clock.now() + self.kept
        mine = Upload.objects.filter(pk=upload.pk, writer=upload.writer)
        names = ("offset", "tail", "parts", "content_type", "expires_at")
        if not mine.update(**{name: getattr(upload, name) for name in names}):
            raise Busy
        if old:
            self.storage.remove(old)


def _tail_of(upload: Upload) -> str:
    return _tail_at(upload, upload.offset)


def _tail_at(upload: Upload, offset: int) -> str:
    return f"{upload.place}.{offset:013}"  # of one length, so that none begins with another
