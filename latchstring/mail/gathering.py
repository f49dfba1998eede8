"""One email instead of a flood: what would be said again soon is added to what still waits."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from latchstring.kernel import clock
from latchstring.mail.addresses import envelope_form
from latchstring.mail.models import WAITING, Letter, Message, State
from latchstring.mail.outbox import Post, queue_many

type Merge = Callable[[Mapping[str, str], Mapping[str, str]], Mapping[str, str]]
"""The fields that wait and the new ones, made one."""

SHARES = timedelta(minutes=10)
"""How long news about files waits for more of it."""


def gather(
    firm_id: UUID,
    letter: Letter,
    posts: Sequence[Post],
    *,
    kind: str,
    merge: Merge,
    within: timedelta,
    not_before: Mapping[UUID, datetime] | None = None,
) -> None:
    """Queue these, or add them to the same email to the same person about the same client that has not left.

    They leave ``within`` after the first of them, or later where ``not_before`` says so by the post's id. Called
    inside a transaction.
    """
    now = clock.now()
    waiting = _waiting(firm_id, letter, posts, kind, now)
    fresh: dict[datetime, list[Post]] = {}
    for post in posts:
        found = waiting.get((post.link_subject, envelope_form(post.to_address), post.client_id))
        if found is not None:
            found.fields = dict(merge(found.fields, post.fields))
            found.save(update_fields=["fields"])
        else:
            due_at = max(now + within, (not_before or {}).get(post.id, now))
            fresh.setdefault(due_at, []).append(post)
    for due_at, some in fresh.items():
        queue_many(firm_id, letter, some, kind=kind, due_at=due_at)


def _waiting(
    firm_id: UUID, letter: Letter, posts: Sequence[Post], kind: str, now: datetime
) -> dict[tuple[UUID | None, str, UUID | None], Message]:
    """By person, address and client, locked so that none leaves meanwhile."""
    rows = Message.objects.select_for_update().filter(
        firm=firm_id,
        kind=kind,
        letter=letter,
        link_subject__in=[post.link_subject for post in posts],
        state__in=WAITING,  # for the index
        state=State.QUEUED,
        due_at__gt=now,
    )
    return {(row.link_subject, row.to_address, row.client_id): row for row in rows.order_by("pk")}
