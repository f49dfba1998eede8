"""Content in sealed frames: AES-256-GCM over 64 KiB each, under a key of the place derived from the firm's.

A frame is a random nonce (12 bytes), the ciphertext and the tag (16). Its number, and whether it is the last one,
are authenticated, and the place is in the key: a frame that was changed, cut off, swapped or moved does not open.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from itertools import chain

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


def seal(cipher: AESGCM, number: int, plain: memoryview, *, last: bool) -> bytearray:
    """The frames from ``number`` on, one behind the other; only the last of a file may be short."""
    out = bytearray(sealed_size(len(plain)))
    seal_into(memoryview(out), cipher, number, plain, last=last)
    return out


def seal_into(out: memoryview, cipher: AESGCM, number: int, plain: memoryview, *, last: bool) -> None:
    """The same into memory of exactly that size, which may be used again: fresh memory costs more than sealing."""
    count = frames(len(plain))
    nonces = os.urandom(NONCE * count)
    for at in range(count):
        nonce, piece = nonces[at * NONCE : (at + 1) * NONCE], plain[at * FRAME : (at + 1) * FRAME]
        begin = at * SEALED
        out[begin : begin + NONCE] = nonce
        mark = _mark(number + at, last and at == count - 1)
        cipher.encrypt_into(nonce, piece, mark, out[begin + NONCE : begin + len(piece) + OVERHEAD])


def unseal(cipher: AESGCM, number: int, sealed: memoryview, *, final: int) -> bytearray:
    """The content of the frames from ``number`` on, of which ``final`` is the file's last. Raises Damaged."""
    count = -(-len(sealed) // SEALED)
    out = bytearray(max(len(sealed) - count * OVERHEAD, 0))
    into = memoryview(out)
    try:
        for at in range(count):
            frame = sealed[at * SEALED : (at + 1) * SEALED]
            plain = into[at * FRAME : at * FRAME + len(frame) - OVERHEAD]
            cipher.decrypt_into(frame[:NONCE], frame[NONCE:], _mark(number + at, number + at == final), plain)
    except (InvalidTag, ValueError) as error:
        raise Damaged from error
    return out


def span(size: int, start: int, end: int) -> tuple[int, int]:
    """Where in the sealed bytes the frames lie that hold ``start`` to ``end`` of the content."""
    first, beyond = start // FRAME, frames(end)
    return first * SEALED, min(beyond * SEALED, sealed_size(size))


def opened(cipher: AESGCM, raw: Iterable[bytes], *, size: int, start: int, end: int) -> Iterator[bytes]:
    """The content from ``start`` to ``end``, of the raw bytes in ``span``. Raises Damaged."""
    number, final = start // FRAME, frames(size) - 1
    beyond, waiting = frames(end), bytearray()
    for piece in chain(raw, [None]):
        waiting += piece or b""
        ready = len(waiting) // SEALED * SEALED if piece is not None else len(waiting)
        with memoryview(waiting)[:ready] as sealed:
            plain = unseal(cipher, number, sealed, final=final)
        del waiting[:ready]
        yield from _cut(plain, number, start, end)
        number += -(-ready // SEALED)
    if number != beyond:
        raise Damaged


def _cut(plain: bytearray, number: int, start: int, end: int) -> Iterator[bytes]:
    """What is in these frames from ``number`` on, without what lies outside ``start`` to ``end``."""
    offset = number * FRAME
    wanted = memoryview(plain)[max(start - offset, 0) : max(end - offset, 0)]
    if wanted:
        yield bytes(wanted)


def _mark(number: int, last: bool) -> bytes:
    return struct.pack(">Q?", number, last)
