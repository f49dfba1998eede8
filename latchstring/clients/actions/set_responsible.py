"""Who is responsible for clients; that member is assigned to them as well."""

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
def set_responsible(actor: Actor, clients: Chosen | Iterable[UUID], member: TeamMember | None) -> BulkChange:
    """None for nobody. Raises ValueError with a sentence."""
    actor.require(Action.CLIENT_EDIT)
    if member:
        team.check(actor.firm_id, [member.pk])
    name = member.name if member else ""
    return begin(
        actor, "responsible", clients, value=name, what={"member": member.pk.hex if member else "", "name": name}
    )
