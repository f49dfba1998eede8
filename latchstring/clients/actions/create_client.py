"""A new client of the firm."""

from collections.abc import Iterable
from typing import Unpack
from uuid import UUID

from django.db import transaction

from latchstring.accounts.models import TeamMember
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import counts, details, search
from latchstring.clients import team as teams
from latchstring.clients.details import Typed
from latchstring.clients.models import Client
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def create_client(
    actor: Actor,
    *,
    responsible: TeamMember | None = None,
    team: Iterable[UUID] = (),
    tags: Iterable[str] = (),
    **typed: Unpack[Typed],
) -> Client:
    """Staff with assigned clients only are assigned to what they create. Raises ValueError."""
    actor.require(Action.CLIENT_EDIT)
    fields = details.clean({"name": "", **typed})
    details.check_number(actor.firm_id, fields.get("number", ""))
    member_ids = teams.check(actor.firm_id, {*team, *([responsible.pk] if responsible else [])})
    if actor.client_ids is not None and actor.member_id:
        member_ids.add(actor.member_id)
    client = Client.objects.create(firm_id=actor.firm_id, responsible=responsible, **fields)
    moved = teams.set_team(client, member_ids)
    details.set_tags(client, tags)
    search.refresh([client.pk])
    record(actor, Name.CLIENT_CREATED, Entry(client_id=client.pk, detail={"name": client.name, **moved}))
    counts.shift(actor.firm_id, **counts.share(client))
    return client
