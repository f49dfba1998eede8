"""Let a team member look after clients, or no longer."""

from collections.abc import Iterable
from itertools import chain
from uuid import UUID

from django.db import transaction

from latchstring.accounts.models import TeamMember
from latchstring.clients import many, team
from latchstring.clients.models import BulkChange
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def assign_clients(actor: Actor, client_ids: Iterable[UUID], member: TeamMember, *, on: bool = True) -> BulkChange:
    """Scoped staff see them from their next request on. Raises ValueError with a sentence."""
    actor.require(Action.CLIENT_EDIT)
    team.check(actor.firm_id, [member.pk])
    each = (many.assign(actor, some, member.pk, member.name, on=on) for some in many.chunks(actor, client_ids))
    return many.keep(actor, "assign" if on else "unassign", member.name, list(chain.from_iterable(each)))
