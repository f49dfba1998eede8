"""Log out another browser of one's own, or all of them but this one."""

from uuid import UUID

from django.db import transaction

from latchstring.accounts import devices, sessions
from latchstring.accounts.models import Session
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor


@transaction.atomic
def end_session(actor: Actor, number: UUID) -> str | None:
    """The device in words, or None where no session of this login has the number, any more."""
    actor.require_hands()
    session = Session.objects.filter(user=actor.user_id, number=number).first() if actor.user_id else None
    if session is None:
        return None
    session.delete()
    device = devices.in_words(session.user_agent)
    _record(actor, device=device, count=1)
    return device


@transaction.atomic
def end_other_sessions(actor: Actor, *, current: str) -> int:
    """How many ended; ``current`` is the key of the session that goes on."""
    actor.require_hands()
    count = sessions.end_all(actor.user_id, but=current) if actor.user_id else 0
    if count:
        _record(actor, count=count)
    return count


def _record(actor: Actor, **detail: object) -> None:
    entry = Entry(subject_id=actor.member_id, person_id=actor.person_id, detail={"name": actor.name, **detail})
    record(actor, Name.SESSIONS_ENDED, entry)
