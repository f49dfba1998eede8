"""A client's details, team and tags."""

from collections.abc import Iterable
from typing import Unpack
from uuid import UUID

from django.db import transaction

from latchstring.accounts.models import TeamMember
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.clients import details, search
from latchstring.clients import team as teams
from latchstring.clients.details import Typed
from latchstring.clients.models import Client
from latchstring.kernel import clock
from latchstring.kernel.wake import wake
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def update_client(
    actor: Actor,
    client: Client,
    *,
    responsible: TeamMember | None = None,
    team: Iterable[UUID] | None = None,
    tags: Iterable[str] | None = None,
    **typed: Unpack[Typed],
) -> Client:
    """What is not given stays, except that a ``team`` comes with its ``responsible``. Raises ValueError."""
    actor.require(Action.CLIENT_EDIT, client=client)
    client = Client.objects.select_for_update().get(pk=client.pk)
    fields = details.clean(typed)
    details.check_number(client.firm_id, fields.get("number", ""), other_than=client)
    changed = {field: value for field, value in fields.items() if getattr(client, field) != value}
    for field, value in changed.items():
        setattr(client, field, value)
    others, moved = _set_others(client, responsible, team, tags)
    if not changed and not others:
        return client
    if "name" in changed:
        client.renamed_at = clock.now()
        wake("follow_names")
    client.save(update_fields=[*changed, "responsible", "renamed_at"])
    search.refresh([client.pk])
    told = [field for field in [*changed, *others] if field != "sort_name"]
    detail = {"name": client.name, "changed": told, **moved}
    record(actor, Name.CLIENT_CHANGED, Entry(client_id=client.pk, detail=detail))
    return client


def _set_others(
    client: Client, responsible: TeamMember | None, team: Iterable[UUID] | None, tags: Iterable[str] | None
) -> tuple[list[str], dict[str, list[str]]]:
    """What changed, and who joined and left the team."""
    changed, moved = [], dict[str, list[str]]()
    if team is not None:
        member_ids = teams.check(client.firm_id, {*team, *([responsible.pk] if responsible else [])})
        moved = teams.set_team(client, member_ids)
        if moved or client.responsible != responsible:
            changed.append("team")
        client.responsible = responsible
    if tags is not None and details.set_tags(client, tags):
        changed.append("tags")
    return changed, moved
