"""Our signed return paths: the envelope sender of an email names it, and nobody else can make one (VERP)."""

import base64
import binascii
import hmac
import re
from functools import lru_cache
from uuid import UUID

from django.conf import settings

MARK = "latchstring"
"""The metadata field in which a provider carries an email's signed name."""
_LOCAL = re.compile(r"b-([a-z2-7]{26})([a-z2-7]{26})")
_SIGNATURE = 16  # bytes


def path(message_id: UUID) -> str:
    """The address that a bounce of this email goes to; a local part of 54 characters, of 64 allowed, in lower case."""
    return f"{mark(message_id)}@{settings.BOUNCE_DOMAIN}"


def mark(message_id: UUID) -> str:
    """The email's signed name: the local part of its return path, also for providers to carry."""
    return f"b-{_text(message_id.bytes)}{_text(_sign(message_id))}"


def message_of(address: str) -> UUID | None:
    """The email that this return path was made for, if we made it; capitals don't matter."""
    local, _, domain = address.strip().strip("<>").lower().rpartition("@")
    if not settings.BOUNCE_DOMAIN or domain != settings.BOUNCE_DOMAIN:
        return None
    return message_of_mark(local)


def message_of_mark(said: str) -> UUID | None:
    """The email that this name was signed for, if we signed it."""
    name = said.strip().lower()
    found = _LOCAL.fullmatch(name)
    if found is None:
        return None
    try:
        message_id = UUID(bytes=base64.b32decode(f"{found[1]}======".upper()))
    except (binascii.Error, ValueError):
        return None
    # As text: the last sign of each part holds bits that decoding leaves out.
    return message_id if hmac.compare_digest(name, mark(message_id)) else None


def _sign(message_id: UUID) -> bytes:
    return hmac.digest(_key(settings.SECRET_KEY), message_id.bytes, "sha256")[:_SIGNATURE]


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"latchstring return path", "sha256")


def _text(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()
