"""Which of the people who share a login this session belongs to, as they said themselves."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from latchstring.kernel import clock
from latchstring.policy.actor import Actor
from latchstring.portals import sessions

_KEY, _PROVED = "person", "person-proved"
_FRESH = timedelta(minutes=10)


def said(request: Any) -> UUID | None:
    kept = request.session.get(_KEY)
    return UUID(kept) if kept else None


def proved(request: Any) -> bool:
    """Whether they showed their own PIN or passkey within the last ten minutes."""
    kept = request.session.get(_PROVED)
    return bool(kept) and datetime.fromisoformat(kept) > clock.now() - _FRESH


def note(request: Any, actor: Actor, before: Actor | None = None, *, proved: bool = False) -> None:
    """From now on it is ``actor``; the session goes on under a new key, since it opens other things.

    ``proved`` where they have just shown their PIN or passkey.
    """
    if before and before.person_id and before.person_id != actor.person_id:
        sessions.close(before.person_id, request.session.session_key or "")
        request.session.cycle_key()
    request.session[_KEY] = str(actor.person_id)
    request.session[_PROVED] = clock.now().isoformat() if proved else None
    request.session.save()
