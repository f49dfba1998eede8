"""Note that somebody's wrong tries at logging in are forgiven; the face that counts them forgets them."""

from django.db import transaction

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actor import Actor
from latchstring.portals.helping import login_of
from latchstring.portals.models import PortalUser


@transaction.atomic
def forgive_tries(actor: Actor, person: PortalUser) -> None:
    """Raises Refused or CannotHelp."""
    login_of(actor, person)
    record(actor, Name.TRIES_FORGIVEN, Entry(person_id=person.pk, detail={"name": str(person)}))
