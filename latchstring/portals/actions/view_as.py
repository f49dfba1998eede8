"""Look at the portal as a client does, changing nothing; neither a login nor a web session of theirs."""

from django.db import transaction
from django.utils.translation import gettext as _

from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.actors import viewing_actor_for
from latchstring.portals.models import Access
from latchstring.portals.refusals import Refusal


class NothingToSee(Refusal):
    """This person can open nothing at this client now."""


@transaction.atomic
def view_as(actor: Actor, access: Access) -> None:
    """Begin. Raises NothingToSee for an invite that waits, access that was removed and inactive clients."""
    actor.require(Action.PORTAL_VIEW_AS, client=access.client)
    viewing = viewing_actor_for(actor, access.person_id)
    if viewing is None or not viewing.sees(access.client_id):
        raise NothingToSee(_("%s has no portal here to look at yet.") % access.person)
    record(actor, Name.VIEWED_AS, _entry(access))


@transaction.atomic
def stop_viewing(actor: Actor, access: Access) -> None:
    record(actor, Name.VIEWED_AS_ENDED, _entry(access))


def _entry(access: Access) -> Entry:
    return Entry(client_id=access.client_id, person_id=access.person_id, detail={"name": str(access.person)})
