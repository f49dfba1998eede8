"""The on-screen mailbox: emails that were kept on this computer instead of being sent."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

from django.conf import settings

from latchstring.mail.models import Message, State

_LINK = re.compile(r"https?://[^\s<>\"]+")
_HEAD = 4096  # bytes that hold all headers of our emails
_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID")


@dataclass(frozen=True, slots=True)
class Kept:
    """One email as it would have left; without its content in a list."""

    id: UUID
    email: EmailMessage
    kept_at: datetime
    state: str = ""

    @property
    def to(self) -> str:
        return str(self.email["To"])

    @property
    def subject(self) -> str:
        return str(self.email["Subject"])

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(self.email[name])) for name in _HEADERS if self.email[name]]

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def link(self) -> str:
        """The first link of the text, which works."""
        found = _LINK.search(self.text)
        return found[0] if found else ""

    def _part(self, kind: str) -> str:
        part = self.email.get_body([kind])
        content: str = part.get_content() if isinstance(part, EmailMessage) else ""
        return content.replace("\r\n", "\n")


def newest(search: str = "", *, page: int = 1, size: int = 50) -> tuple[list[Kept], bool]:
    """A page of the newest emails whose recipient or subject has these words, and whether more follow."""
    first, found = (page - 1) * size, []
    for path in _files():
        kept = _read(path, _HEAD)
        if kept and search.casefold() in f"{kept.to} {kept.subject}".casefold():
            found.append(kept)
            if len(found) > first + size:
                break
    return _with_states(found[first : first + size]), len(found) > first + size


def read(pk: UUID) -> Kept | None:
    kept = _read(folder() / f"{pk}.eml")
    return _with_states([kept])[0] if kept else None


def folder() -> Path:
    return Path(settings.DATA_DIR) / "mailbox"


def _with_states(emails: list[Kept]) -> list[Kept]:
    """With the outcomes that their rows have by now, in one statement."""
    states = dict(Message.objects.filter(pk__in=[each.id for each in emails]).values_list("pk", "state"))
    return [replace(each, state=State(states[each.id]).label if each.id in states else "Deleted") for each in emails]


def _files() -> list[Path]:
    if not folder().is_dir():
        return []
    return sorted(folder().glob("*.eml"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _read(path: Path, most: int = -1) -> Kept | None:
    try:
        with path.open("rb") as file:
            raw = file.read(most)
            kept_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None
    email = message_from_bytes(raw, policy=policy.default)
    return Kept(UUID(path.stem), email, kept_at)
