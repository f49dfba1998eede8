"""Secrets kept in the database, wrapped under the master key of the installation (AES-256-GCM).

The first master key wraps; the others, older ones, still open what they wrapped.
"""

import base64
import binascii
import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12
LENGTH = 32


class Unopenable(Exception):
    """A wrapped secret whose master key is not here."""


def parse(text: str) -> list[bytes]:
    """Keys of 32 bytes in base64, one a line or separated by blanks. Raises ValueError."""
    try:
        keys = [base64.b64decode(word, altchars=b"-_", validate=True) for word in text.split()]
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if not keys or any(len(key) != LENGTH for key in keys):
        raise ValueError("not 32 bytes")
    return keys


def name_of(master: bytes) -> str:
    """How a master key is called beside what it wrapped; says nothing of the key itself."""
    return hashlib.sha256(b"latchstring master\0" + master).hexdigest()[:16]


def masters() -> dict[str, bytes]:
    """The master keys by name, the current one first."""
    return _read(settings.MASTER_KEY)


def current() -> str:
    """The name of the current master key, as the file has it at this moment."""
    _read.cache_clear()
    return next(iter(masters()))


def wrap(secret: bytes, purpose: str) -> tuple[bytes, str]:
    """The wrapped secret and the name of its master key."""
    name = current()
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(masters()[name]).encrypt(nonce, secret, purpose.encode()), name


def unwrap(wrapped: bytes, name: str, purpose: str) -> bytes:
    """Raises Unopenable."""
    if name not in masters():
        _read.cache_clear()  # it was rotated since this process began
    try:
        return AESGCM(masters()[name]).decrypt(wrapped[:NONCE], wrapped[NONCE:], purpose.encode())
    except KeyError as error:
        raise Unopenable(f"The master key {name} is not here. Restore master-key from a backup.") from error
    except InvalidTag as error:
        raise Unopenable("A wrapped key was changed. Restore the database from a backup.") from error


@cache
def _read(setting: str) -> dict[str, bytes]:
    text = setting or Path(settings.DATA_DIR / "master-key").read_text()
    return {name_of(master): master for master in parse(text)}


def renew() -> None:
    """Put a new master key above those in the data folder; of the older ones the last stays, for the sake of restores.

    Where the key is a setting, its first one is the new one already.
    """
    if settings.MASTER_KEY:
        return
    file = Path(settings.DATA_DIR / "master-key")
    keys = [base64.urlsafe_b64encode(key).decode() for key in (os.urandom(LENGTH), *parse(file.read_text()))]
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".master-")  # mkstemp gives mode 0600
    with os.fdopen(handle, "w") as out:
        out.write("\n".join(keys))
        out.flush()
        os.fsync(handle)
    Path(draft).rename(file)
    _read.cache_clear()
