"""Content in sealed frames: AES-256-GCM over 64 KiB each, under a key of the place derived from the firm's.

A frame is a random nonce (12 bytes), the ciphertext and the tag (16). Its number, and whether it is the last one,
are authenticated, and the place is in the key: a frame that was changed, cut off, swapped or moved does not open.
"""

import os
import struct
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from latchstring.files.refusals import Damaged

FRAME = 64 * 1024
NONCE, OVERHEAD = 12, 28
SEALED = FRAME + OVERHEAD


def cipher_for(secret: bytes, place: str) -> AESGCM:
    """The cipher of one place, from the firm's key of 32 bytes."""
    info = b"latchstring file\0" + place.encode()
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=info).derive(secret))


def frames(size: int) -> int:
    """How many frames content of this size takes; nothing takes one, so that its loss is noticed."""
    return max(1, -(-size // FRAME))


def sealed_size(size: int) -> int:
    return size + frames(size) * OVERHEAD


def seal(cipher: AESGCM, number: int, plain: bytes | memoryview, *, last: bool) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, plain, _mark(number, last))


def unseal(cipher: AESGCM, number: int, sealed: bytes | memoryview, *, last: bool) -> bytes:
    """Raises Damaged."""
    try:
        return cipher.decrypt(bytes(sealed[:NONCE]), sealed[NONCE:], _mark(number, last))
    except (InvalidTag, ValueError) as error:
        raise Damaged from error


def span(size: int, start: int, end: int) -> tuple[int, int]:
    """Where in the sealed bytes the frames lie that hold ``start`` to ``end`` of the content."""
    first, beyond = start // FRAME, frames(end)
    return first * SEALED, min(beyond * SEALED, sealed_size(size))


def opened(cipher: AESGCM, raw: Iterable[bytes], *, size: int, start: int, end: int) -> Iterator[bytes]:
    """The content from ``start`` to ``end``, of the raw bytes in ``span``. Raises Damaged."""
    number, final = start // FRAME, frames(size) - 1
    waiting = bytearray()
    wanted = frames(end) - number
    for piece in raw:
        waiting += piece
        whole = len(waiting) // SEALED
        plain = [_inner(cipher, waiting, at, number, final) for at in range(whole)]
        del waiting[: whole * SEALED]
        number, wanted = number + whole, wanted - whole
        yield from _cut(plain, number - whole, start, end)
    if waiting:
        yield from _cut([unseal(cipher, number, bytes(waiting), last=number == final)], number, start, end)
        wanted -= 1
    if wanted:
        raise Damaged


def _inner(cipher: AESGCM, waiting: bytearray, at: int, number: int, final: int) -> bytes:
    frame = bytes(waiting[at * SEALED : (at + 1) * SEALED])
    return unseal(cipher, number + at, frame, last=number + at == final)


def _cut(plain: list[bytes], number: int, start: int, end: int) -> Iterator[bytes]:
    """One piece of these frames, without what lies outside ``start`` to ``end``."""
    offset = number * FRAME
    joined = memoryview(b"".join(plain))
    wanted = joined[max(start - offset, 0) : max(end - offset, 0)]
    if wanted:
        yield bytes(wanted)


def _mark(number: int, last: bool) -> bytes:
    return struct.pack(">Q?", number, last)
