"""Seals and stores one piece of an upload while the next one is read and hashed: all of it lets other threads run."""

from concurrent.futures import Future, ThreadPoolExecutor

from latchstring.files import keys, sealing, sniffing
from latchstring.files.models import Upload
from latchstring.files.sealing import FRAME
from latchstring.files.storage import storage


class Sealer:
    """Pieces are handed over in order and end on a frame, but for the last; no statement is made in its thread.

    ``written`` bytes are stored and ``durable`` ones will stay, as of the last ``wait``.
    """

    def __init__(self, upload: Upload, at: int, *, between: int) -> None:
        self.upload, self.between = upload, between
        self.storage = storage()
        self.cipher = sealing.cipher_for(keys.secret(upload.key_id), upload.place)
        self.written = self.durable = at
        self.buffer = bytearray()
        self.thread = ThreadPoolExecutor(1, "sealer")
        self.under_way: Future[None] | None = None
        self.coming = 0

    @property
    def taken(self) -> int:
        """Bytes that are stored or on their way."""
        return self.written + self.coming

    def take(self, piece: bytearray, size: int, *, last: bool) -> None:
        """Go on with the first ``size`` bytes of this, which must not change from now on; ``wait`` comes first."""
        self.coming = size
        self.under_way = self.thread.submit(self._store, piece, size, self.written, last)

    def wait(self) -> None:
        """Until nothing is under way. Raises what went wrong: NotAccepted, StorageFull, StorageAway."""
        if self.under_way is None:
            return
        future, self.under_way, size, self.coming = self.under_way, None, self.coming, 0
        future.result()
        self.written += size

    def close(self) -> None:
        self.thread.shutdown()

    def _store(self, piece: bytearray, size: int, at: int, last: bool) -> None:
        with memoryview(piece)[:size] as plain:
            if at == 0:
                self.upload.content_type = sniffing.content_type(bytes(plain[:FRAME]))
            sealed = self._room(size)
            sealing.seal_into(sealed, self.cipher, at // FRAME, plain, last=last)
        where = sealing.SEALED * (at // FRAME)
        self.upload.parts = self.storage.grow(self.upload.place, self.upload.parts, where, sealed)
        if at + size - self.durable >= self.between and not last:
            self.storage.sync(self.upload.place)
            self.durable = at + size

    def _room(self, size: int) -> memoryview:
        if len(self.buffer) < (needed := sealing.sealed_size(size)):
            self.buffer = bytearray(needed)
        return memoryview(self.buffer)[:needed]
