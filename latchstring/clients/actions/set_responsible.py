"""Who is responsible for clients; that member is assigned to them as well."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from latchstring.accounts.models import TeamMember
from latchstring.clients import many, team
from latchstring.clients.models import BulkChange
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def set_responsible(actor: Actor, client_ids: Iterable[UUID], member: TeamMember | None) -> BulkChange:
    """None for nobody. Rows hold who it was before, and who was assigned by this. Raises ValueError."""
    actor.require(Action.CLIENT_EDIT)
    if member:
        team.check(actor.firm_id, [member.pk])
    rows: list[many.Row] = []
    for clients in many.chunks(actor, client_ids):
        wanted = member.pk if member else None
        changed = [client for client in clients if client.responsible_id != wanted]
        before = {client.pk: client.responsible_id for client in changed}
        new = dict(many.assign(actor, changed, member.pk, member.name, on=True)) if member else {}
        many.entrust(actor, changed, dict.fromkeys(before, wanted), {member.pk: member.name} if member else {})
        rows += [(pk.hex, [was.hex if was else "", new.get(pk.hex, "")]) for pk, was in before.items()]
    return many.keep(actor, "responsible", member.name if member else "", rows)
