"""Who of a client's people may know who else can see the record, and ask for a change."""

from uuid import UUID

from django.utils.translation import gettext as _

from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor, HasId, OutOfScope
from latchstring.policy.licences import ALL_LICENCES
from latchstring.policy.scopes import PARTS, Scope


class OnlyAPart(OutOfScope):
    """One part of the record was opened for them, and not the people behind it."""

    def __init__(self) -> None:
        super().__init__(Action.PORTAL_ENTER)
        self.args = (_("Your access to this client record does not include who else can see it."),)


def knows_people(actor: Actor, client_id: UUID) -> bool:
    """Whose access covers everything, or everything but billing."""
    return actor.sees(client_id) and actor.narrowed.get(client_id, ALL_LICENCES) >= PARTS[Scope.NO_BILLING]


def require_knowing(actor: Actor, client: HasId) -> None:
    """Raises Refused, or OnlyAPart."""
    actor.require(Action.PORTAL_ENTER, client=client)
    if not knows_people(actor, client.pk):
        raise OnlyAPart
