"""Archive many clients, or restore them: their portals close and open with it."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from latchstring.clients.bulk.chosen import Chosen
from latchstring.clients.bulk.run import begin
from latchstring.clients.models import BulkChange
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def archive_clients(actor: Actor, clients: Chosen | Iterable[UUID], *, on: bool = True) -> BulkChange:
    """``on`` False restores. Nothing is lost either way."""
    actor.require(Action.CLIENT_EDIT)
    return begin(actor, "archive" if on else "restore", clients)
