"""The outbox: an email is a row, written in the transaction of the fact that it tells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from latchstring.kernel import clock
from latchstring.kernel.bulk import insert
from latchstring.kernel.ids import uuid7
from latchstring.kernel.wake import wake
from latchstring.mail.addresses import envelope_form, key_of
from latchstring.mail.models import SECRET_FIELDS, Campaign, Letter, Message, State
from latchstring.mail.queries import inactive, is_being_sent


@dataclass(frozen=True, slots=True)
class Post:
    """One recipient. With a ``link_purpose`` the field ``link`` is minted when the email leaves.

    ``client_id`` is the client that it is about, if it is about one.

    The fields ``code`` and ``url`` are secrets: they are forgotten once the email has left.
    """

    to_address: str
    to_name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    link_purpose: str = ""
    link_subject: UUID | None = None
    id: UUID = field(default_factory=uuid7)
    client_id: UUID | None = None


class AddressInactive(ValueError):
    """Email to this address came back; nothing more goes there until it is changed or reactivated."""

    def __init__(self, since: datetime, reason: str) -> None:
        self.since, self.reason = since, reason
        super().__init__(f"Email to this address came back. {reason} Change the email address, or reactivate it.")


def queue(firm_id: UUID, letter: Letter, post: Post, *, kind: str, due_at: datetime | None = None) -> Message:
    """Queue one email. Raises AddressInactive, or BadAddress with a sentence."""
    key = key_of(post.to_address)
    state = inactive(firm_id, [key]).get(key)
    if state is not None and state.inactive_since is not None:
        raise AddressInactive(state.inactive_since, state.reason)
    queue_many(firm_id, letter, [post], kind=kind, due_at=due_at)
    return Message.objects.get(pk=post.id)


def queue_many(
    firm_id: UUID,
    letter: Letter,
    posts: Iterable[Post],
    *,
    kind: str,
    campaign: Campaign | None = None,
    due_at: datetime | None = None,
    withheld: str = "",
) -> None:
    """Queue many in one statement; the caller has left out inactive addresses.

    With ``withheld``, a reason, the rows are written and never sent, at the same cost.
    """
    now = clock.now()
    due = due_at or now
    shared: dict[str, Any] = {
        "firm_id": firm_id,
        "campaign_id": campaign.pk if campaign else None,
        "letter_id": letter.pk,
        "kind": kind,
        "created_at": now,
        "due_at": due,
    }
    if withheld:
        shared |= {"state": State.WITHHELD, "reason": withheld, "ended_at": due, "settled": True}
    rows = [shared | _row(post, secret=bool(withheld)) for post in posts]
    insert(Message, rows)
    if campaign is None:
        wake("deliver_urgent" if any(row["urgent"] for row in rows) else "deliver")
    else:
        transaction.on_commit(partial(_wake_unless_sending, campaign.pk), robust=True)


def _wake_unless_sending(campaign_id: UUID) -> None:
    """Whoever holds emails of it looks for more once they have left, and these are to be seen by then."""
    if not is_being_sent(campaign_id):
        wake("deliver")


def _row(post: Post, *, secret: bool) -> dict[str, Any]:
    return {
        "id": post.id,
        "to_name": post.to_name[:200],
        "to_address": envelope_form(post.to_address),
        "fields": {} if secret else dict(post.fields),
        "link_purpose": post.link_purpose,
        "link_subject": post.link_subject,
        "urgent": bool(SECRET_FIELDS & post.fields.keys()),
        "client_id": post.client_id,
    }
