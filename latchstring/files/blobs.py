"""Sealed content at a place: read in parts, or kept whole where it is small."""

from collections.abc import Iterable, Iterator
from itertools import chain
from uuid import UUID

from latchstring.files import keys, sealing
from latchstring.files.storage import storage
from latchstring.kernel.ids import uuid7


def new_place(firm_id: UUID) -> str:
    """Where something new will lie; no place is ever used twice, and none begins with another."""
    name = uuid7().hex
    return f"{firm_id.hex}/{name[-2:]}/{name}"


def read(key_id: UUID, place: str, size: int, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The content from ``start`` to ``end`` in pieces of about 1 MiB. Raises Damaged, StorageAway."""
    end = size if end is None else min(end, size)
    if start >= end:
        return
    raw = storage().read(place, *sealing.span(size, start, end))
    cipher = sealing.cipher_for(keys.secret(key_id), place)
    yield from sealing.opened(cipher, raw, size=size, start=start, end=end)


def write(key_id: UUID, place: str, size: int, pieces: Iterable[bytes]) -> None:
    """Keep content of this size at a new place, without holding it. Raises StorageFull, StorageAway."""
    store, cipher = storage(), sealing.cipher_for(keys.secret(key_id), place)
    parts, waiting, number = store.begin(place, size), bytearray(), 0
    for piece in chain(pieces, [None]):
        waiting += piece or b""
        if piece is not None and len(waiting) <= store.chunk:
            continue
        count = (len(waiting) - 1) // sealing.FRAME * sealing.FRAME if piece is not None else len(waiting)
        with memoryview(waiting)[:count] as plain:
            sealed = sealing.seal(cipher, number, plain, last=piece is None)
        parts = store.grow(place, parts, number * sealing.SEALED, sealed)
        del waiting[:count]
        number += count // sealing.FRAME
    store.complete(place, parts)


def put(key_id: UUID, place: str, data: bytes) -> None:
    """Keep something small, whole or not at all. Raises StorageFull, StorageAway."""
    cipher = sealing.cipher_for(keys.secret(key_id), place)
    storage().put(place, sealing.seal(cipher, 0, memoryview(data), last=True))


def get(key_id: UUID, place: str) -> bytes:
    """Something small, whole. Raises Damaged, StorageAway."""
    sealed = b"".join(storage().read(place, 0, 1 << 30))
    size = len(sealed) - -(-len(sealed) // sealing.SEALED) * sealing.OVERHEAD
    cipher = sealing.cipher_for(keys.secret(key_id), place)
    return b"".join(sealing.opened(cipher, [sealed], size=max(size, 0), start=0, end=max(size, 0)))
