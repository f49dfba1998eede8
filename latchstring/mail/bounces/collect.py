"""Look through a mailbox for emails that came back (IMAP, RFC 9051); what was taken is marked as seen and stays."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from latchstring.kernel import stopping
from latchstring.kernel.unreachable import why
from latchstring.mail.actions.take_bounce import take_bounce
from latchstring.mail.bounces.read import MOST

_TIMEOUT = 30  # seconds
_AT_ONCE = 500


class Mailbox(Protocol):
    """``security`` is imap, imaps or imap+starttls."""

    @property
    def security(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def user(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def folder(self) -> str: ...


class Unreachable(Exception):
    """The mailbox can't be opened; the sentence says why, and never holds the password."""


def collect(where: Mailbox) -> int:
    """Take every email that was not seen yet, and return how many; one that is told again changes nothing.

    Only the first half megabyte of each is fetched. Raises Unreachable.
    """
    done = 0
    try:
        with _opened(where) as imap:
            for number in _unseen(imap)[:_AT_ONCE]:
                if stopping.requested.is_set():
                    break
                take_bounce(_fetch(imap, number))
                imap.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)")
                done += 1
    except (imaplib.IMAP4.error, OSError) as error:
        raise Unreachable(f"The mailbox of {where.user} on {where.host} can't be read. {why(error)}") from error
    return done


@contextmanager
def _opened(where: Mailbox) -> Iterator[imaplib.IMAP4]:
    context = ssl.create_default_context()
    if where.security == "imaps":
        imap: imaplib.IMAP4 = imaplib.IMAP4_SSL(where.host, where.port, ssl_context=context, timeout=_TIMEOUT)
    else:
        imap = imaplib.IMAP4(where.host, where.port, timeout=_TIMEOUT)
    try:
        if where.security == "imap+starttls":
            imap.starttls(context)
        imap.login(where.user, where.password)
        status, said = imap.select(f'"{where.folder}"')
        if status != "OK":
            raise imaplib.IMAP4.error(f"there is no folder {where.folder} ({said!r})")
        yield imap
    finally:
        with suppress(imaplib.IMAP4.error, OSError):  # what went wrong before says more
            imap.logout()


def _unseen(imap: imaplib.IMAP4) -> list[str]:
    _, found = imap.uid("SEARCH", "UNSEEN", "UNDELETED")
    return (found[0] or b"").decode("ascii").split()


def _fetch(imap: imaplib.IMAP4, number: str) -> bytes:
    """The beginning of one email, without marking it as seen; an empty one where it has gone meanwhile."""
    _, answer = imap.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST}>)")
    return next((bytes(part[1]) for part in answer if isinstance(part, tuple)), b"")
