"""Which of the people who share a login this session belongs to, as they said themselves."""

from typing import Any
from uuid import UUID

from latchstring.policy.actor import Actor
from latchstring.portals import sessions

_KEY = "person"


def said(request: Any) -> UUID | None:
    kept = request.session.get(_KEY)
    return UUID(kept) if kept else None


def note(request: Any, actor: Actor, before: Actor | None = None) -> None:
    """From now on it is ``actor``; the session goes on under a new key, since it opens other things."""
    if before and before.person_id and before.person_id != actor.person_id:
        sessions.close(before.person_id, request.session.session_key or "")
        request.session.cycle_key()
    request.session[_KEY] = str(actor.person_id)
    request.session.save()
