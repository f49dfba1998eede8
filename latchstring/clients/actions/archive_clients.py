"""Archive many clients, or restore them: their portals close and open with it."""

from collections.abc import Iterable
from itertools import chain
from uuid import UUID

from django.db import transaction

from latchstring.clients import many
from latchstring.clients.models import BulkChange
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def archive_clients(actor: Actor, client_ids: Iterable[UUID], *, on: bool = True) -> BulkChange:
    """``on`` False restores. Nothing is lost either way."""
    actor.require(Action.CLIENT_EDIT)
    each = (many.archive(actor, clients, on=on) for clients in many.chunks(actor, client_ids))
    return many.keep(actor, "archive" if on else "restore", "", list(chain.from_iterable(each)))
