"""Let a team member look after clients, or no longer."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from latchstring.accounts.models import TeamMember
from latchstring.clients import team
from latchstring.clients.bulk.chosen import Chosen
from latchstring.clients.bulk.run import begin
from latchstring.clients.models import BulkChange
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def assign_clients(
    actor: Actor, clients: Chosen | Iterable[UUID], member: TeamMember, *, on: bool = True
) -> BulkChange:
    """Scoped staff see them from their next request on. Raises ValueError with a sentence."""
    actor.require(Action.CLIENT_EDIT)
    team.check(actor.firm_id, [member.pk])
    what = {"member": member.pk.hex, "name": member.name}
    return begin(actor, "assign" if on else "unassign", clients, value=member.name, what=what)
