"""A client's history as lines to read."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from latchstring.audit.models import Event
from latchstring.audit.names import Name
from latchstring.audit.queries import of_client
from latchstring.audit.sentences import sentence
from latchstring.policy.actor import Actor

ICONS: dict[str, str] = {
    Name.CLIENT_CREATED: "plus",
    Name.CONTACT_CREATED: "user-plus",
    Name.INVITE_SENT: "send",
    Name.INVITE_RESENT: "resend",
    Name.ACCESS_GRANTED: "users",
    Name.ACCESS_ACCEPTED: "circle-check",
    Name.ACCESS_REMOVED: "user-minus",
    Name.EMAIL_INACTIVE: "mail-x",
    Name.INVITE_OPENED: "link",
    Name.INVITE_DECLINED: "x",
    Name.LOGGED_IN: "lock",
    Name.FILE_VIEWED: "eye",
    Name.FILE_DOWNLOADED: "download",
    Name.FILE_SHARED: "share",
    Name.VIEWED_AS: "eye",
    Name.CLIENTS_LINKED: "link",
    Name.CONTACT_REMOVED: "user-minus",
    Name.CONTACT_RESTORED: "user-plus",
}
KINDS = {"file": "file", "folder": "folder", "link": "link", "note": "message", "member": "users"}


@dataclass(frozen=True, slots=True)
class Moment:
    """``parts`` are pieces of one sentence, each with whether it is a name."""

    id: UUID
    icon: str
    parts: list[tuple[str, bool]]
    at: datetime


def timeline(
    actor: Actor, client_id: UUID, limit: int = 20, *, kinds: Collection[str] = (), before: UUID | None = None
) -> list[Moment]:
    return [moment_of(event) for event in of_client(actor, client_id, limit, kinds=kinds, before=before)]


def moment_of(event: Event) -> Moment:
    parts = _parts(sentence(event), event.actor_name, event.detail.get("name", ""))
    return Moment(
        event.pk, ICONS.get(event.name, KINDS.get(event.name.partition(".")[0], "pencil")), parts, event.created_at
    )


def _parts(text: str, *names: str) -> list[tuple[str, bool]]:
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    pieces = re.split(f"({known})", text) if known else [text]
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]
