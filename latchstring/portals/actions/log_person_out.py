"""Log a client out everywhere: a tablet was stolen, say. They may log in again at once."""

from django.db import transaction

from latchstring.accounts import sessions
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor
from latchstring.portals.helping import login_of
from latchstring.portals.models import PortalUser


@transaction.atomic
def log_person_out(actor: Actor, person: PortalUser) -> int:
    """How many sessions of the login ended. Raises Refused or CannotHelp."""
    count = sessions.end_all(login_of(actor, person).pk)
    if count:
        record(actor, Name.LOGGED_OUT_BY, Entry(person_id=person.pk, detail={"name": str(person), "count": count}))
    return count
