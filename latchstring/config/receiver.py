"""Where emails that come back reach us: a receiver of our own, a mailbox that is looked through, webhooks."""

from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from latchstring.config.env import BadSetting

PORTS = {"smtp": 25, "lmtp": 24, "imap": 143, "imaps": 993, "imap+starttls": 143}


@dataclass(frozen=True, slots=True)
class Listen:
    """``protocol`` is smtp or lmtp."""

    protocol: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Imap:
    """``security`` is imap, imaps or imap+starttls."""

    security: str
    host: str
    port: int
    user: str
    password: str
    folder: str


def listen(name: str, url: str, bounce_domain: str) -> Listen | None:
    if not url:
        return None
    parts, port = _split(name, url, ("smtp", "lmtp"), "smtp://0.0.0.0:25 or lmtp://127.0.0.1:2003")
    if not bounce_domain:
        raise BadSetting(f"LATCHSTRING_{name} needs LATCHSTRING_BOUNCE_DOMAIN: only our own return paths are received.")
    return Listen(parts.scheme, parts.hostname or "", port)


def imap(name: str, url: str) -> Imap | None:
    if not url:
        return None
    example = "imaps://user:password@mail.example.com/INBOX"
    parts, port = _split(name, url, ("imap", "imaps", "imap+starttls"), example)
    if not parts.username or not parts.password:
        raise BadSetting(f"LATCHSTRING_{name}: user and password are missing, as in {example}.")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Imap(parts.scheme, parts.hostname or "", port, unquote(parts.username), unquote(parts.password), folder)


def _split(name: str, url: str, schemes: tuple[str, ...], example: str) -> tuple[SplitResult, int]:
    wrong = BadSetting(f"LATCHSTRING_{name} can't be read. Write it like {example}.")
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in schemes or not parts.hostname:
        raise wrong
    return parts, port
