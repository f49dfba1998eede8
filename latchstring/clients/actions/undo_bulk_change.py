"""Take a change to many clients back, exactly where it changed something."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from latchstring.accounts.models import TeamMember
from latchstring.clients import many
from latchstring.clients.models import BulkChange, Client, Tag
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor


@transaction.atomic
def undo_bulk_change(actor: Actor, change: BulkChange) -> int:
    """Only whose change it was may, and twice is once; how many clients it was taken back for."""
    actor.require(Action.CLIENT_EDIT)
    change = BulkChange.objects.select_for_update().get(pk=change.pk, firm_id=actor.firm_id)
    if change.undone_at or change.member_id != actor.member_id:
        return 0
    done = {UUID(client): value for client, value in change.rows}
    taken = 0
    for clients in many.chunks(actor, done):
        _BACK[change.kind](actor, clients, done)
        taken += len(clients)
    change.undone_at = clock.now()
    change.save(update_fields=["undone_at"])
    return taken


def _tags(actor: Actor, clients: list[Client], done: dict[UUID, Any], *, on: bool) -> None:
    by_tags: dict[tuple[str, ...], list[Client]] = defaultdict(list)
    for client in clients:
        by_tags[tuple(done[client.pk])].append(client)
    names = dict(Tag.objects.filter(firm_id=actor.firm_id).values_list("pk", "name"))
    for tags, some in by_tags.items():
        wanted = {UUID(tag): names[UUID(tag)] for tag in tags if UUID(tag) in names}
        many.tag(actor, some, wanted, on=on)


def _team(actor: Actor, clients: list[Client], done: dict[UUID, Any], *, on: bool) -> None:
    member = TeamMember.objects.filter(firm_id=actor.firm_id, pk=UUID(next(iter(done.values())))).first()
    if member:
        many.assign(actor, clients, member.pk, member.name, on=on)


def _responsible(actor: Actor, clients: list[Client], done: dict[UUID, Any]) -> None:
    names = dict(TeamMember.objects.filter(firm_id=actor.firm_id).values_list("pk", "name"))
    before = {client.pk: UUID(done[client.pk][0]) if done[client.pk][0] else None for client in clients}
    many.entrust(actor, clients, before, names)
    for member_id in {UUID(assigned) for _was, assigned in done.values() if assigned}:
        some = [client for client in clients if done[client.pk][1] == member_id.hex]
        many.assign(actor, some, member_id, names.get(member_id, ""), on=False)


def _archived(actor: Actor, clients: list[Client], _done: dict[UUID, Any], *, on: bool) -> None:
    many.archive(actor, clients, on=on)


_BACK: dict[str, Callable[[Actor, list[Client], dict[UUID, Any]], None]] = {
    "tag": partial(_tags, on=False),
    "untag": partial(_tags, on=True),
    "assign": partial(_team, on=False),
    "unassign": partial(_team, on=True),
    "responsible": _responsible,
    "archive": partial(_archived, on=False),
    "restore": partial(_archived, on=True),
}
