"""What each kind of change does to a chunk of clients, and how it is taken back from them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from latchstring.accounts.models import TeamMember
from latchstring.clients import many
from latchstring.clients.models import Client, Tag
from latchstring.policy.actor import Actor

type What = dict[str, Any]
type Done = dict[UUID, Any]


def _tag(actor: Actor, clients: Sequence[Client], what: What, *, on: bool) -> list[many.Row]:
    return many.tag(actor, clients, {UUID(pk): name for pk, name in what["tags"].items()}, on=on)


def _untag(actor: Actor, clients: Sequence[Client], done: Done, *, on: bool) -> None:
    by_tags: dict[tuple[str, ...], list[Client]] = defaultdict(list)
    for client in clients:
        by_tags[tuple(done[client.pk])].append(client)
    names = dict(Tag.objects.filter(firm_id=actor.firm_id).values_list("pk", "name"))
    for tags, some in by_tags.items():
        wanted = {UUID(tag): names[UUID(tag)] for tag in tags if UUID(tag) in names}
        many.tag(actor, some, wanted, on=on)


def _assign(actor: Actor, clients: Sequence[Client], what: What, *, on: bool) -> list[many.Row]:
    return many.assign(actor, clients, UUID(what["member"]), what["name"], on=on)


def _unassign(actor: Actor, clients: Sequence[Client], done: Done, *, on: bool) -> None:
    member = TeamMember.objects.filter(firm_id=actor.firm_id, pk=UUID(next(iter(done.values())))).first()
    if member:
        many.assign(actor, clients, member.pk, member.name, on=on)


def _entrust(actor: Actor, clients: Sequence[Client], what: What) -> list[many.Row]:
    """Rows hold who it was before, and who was assigned by this."""
    wanted = UUID(what["member"]) if what["member"] else None
    changed = [client for client in clients if client.responsible_id != wanted]
    before = {client.pk: client.responsible_id for client in changed}
    new = dict(many.assign(actor, changed, wanted, what["name"], on=True)) if wanted else {}
    many.entrust(actor, changed, dict.fromkeys(before, wanted), {wanted: what["name"]} if wanted else {})
    return [(pk.hex, [was.hex if was else "", new.get(pk.hex, "")]) for pk, was in before.items()]


def _give_back(actor: Actor, clients: Sequence[Client], done: Done) -> None:
    names = dict(TeamMember.objects.filter(firm_id=actor.firm_id).values_list("pk", "name"))
    before = {client.pk: UUID(done[client.pk][0]) if done[client.pk][0] else None for client in clients}
    many.entrust(actor, clients, before, names)
    for member_id in {UUID(assigned) for _was, assigned in done.values() if assigned}:
        some = [client for client in clients if done[client.pk][1] == member_id.hex]
        many.assign(actor, some, member_id, names.get(member_id, ""), on=False)


def _archive(actor: Actor, clients: Sequence[Client], _what: What, *, on: bool) -> list[many.Row]:
    return many.archive(actor, clients, on=on)


FORTH: dict[str, Callable[[Actor, Sequence[Client], What], list[many.Row]]] = {
    "tag": partial(_tag, on=True),
    "untag": partial(_tag, on=False),
    "assign": partial(_assign, on=True),
    "unassign": partial(_assign, on=False),
    "responsible": _entrust,
    "archive": partial(_archive, on=True),
    "restore": partial(_archive, on=False),
}
BACK: dict[str, Callable[[Actor, Sequence[Client], Done], object]] = {
    "tag": partial(_untag, on=False),
    "untag": partial(_untag, on=True),
    "assign": partial(_unassign, on=False),
    "unassign": partial(_unassign, on=True),
    "responsible": _give_back,
    "archive": partial(_archive, on=False),
    "restore": partial(_archive, on=True),
}
