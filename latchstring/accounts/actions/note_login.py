"""Logins that worked, that failed and that ended, for the audit log."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor, system_actor


@transaction.atomic(savepoint=False)
def logged_in(actors: Iterable[Actor], how: str) -> None:
    """``actors`` is who the login is here: a team member, a portal user, or both."""
    for actor in actors:
        record(actor, Name.LOGGED_IN, Entry(person_id=actor.person_id, detail={"name": actor.name, "how": how}))


@transaction.atomic
def login_failed(firm_id: UUID, address: str, *, person_id: UUID | None, why: str) -> None:
    """``address`` as it was typed, normalised; never the password or code."""
    detail = {"name": address, "why": why}
    record(system_actor(firm_id), Name.LOGIN_FAILED, Entry(person_id=person_id, detail=detail))


@transaction.atomic
def logged_out(actors: Iterable[Actor]) -> None:
    for actor in actors:
        record(actor, Name.LOGGED_OUT, Entry(person_id=actor.person_id, detail={"name": actor.name}))
