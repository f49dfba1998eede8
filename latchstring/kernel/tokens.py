"""Secret tokens for links: 256 random bits, kept only as their SHA-256."""

import hashlib
import secrets


def mint() -> str:
    """43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """32 bytes, the only form that is stored."""
    return hashlib.sha256(token.encode()).digest()
