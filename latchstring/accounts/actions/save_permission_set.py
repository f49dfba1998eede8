"""A list of permissions of the firm's own, begun as the copy of a role."""

from collections.abc import Set
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from latchstring.accounts.models import PermissionSet
from latchstring.accounts.team import ALL_CLIENTS, BadTeam, Team, lacking
from latchstring.audit.names import Name
from latchstring.audit.record import Entry, record
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor

LONGEST = 60
NEVER = frozenset({Action.PORTAL_ENTER})


def save_permission_set(
    actor: Actor, *, name: str, actions: Set[Action], all_clients: bool, set_id: UUID | None = None
) -> PermissionSet:
    """A new one, or with ``set_id`` a changed one: its members have the new rights from their next request on.

    Raises BadTeam: nobody gives what they lack, and nobody takes the team from their own hands.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise BadTeam(_("Enter a name of 1 to %s characters.") % LONGEST, "name")
    try:
        return _save(actor, name, frozenset(actions) - NEVER, all_clients, set_id)
    except IntegrityError as error:
        raise BadTeam(
            _("There is a permission set called “%s” already. Choose another name.") % name, "name"
        ) from error


@transaction.atomic
def _save(actor: Actor, name: str, actions: frozenset[Action], all_clients: bool, set_id: UUID | None) -> PermissionSet:
    team = Team(actor)
    rows: Any = PermissionSet.objects.select_for_update()
    chosen = rows.filter(firm_id=actor.firm_id, pk=set_id).first()
    if set_id and chosen is None:
        raise BadTeam(_("This permission set was deleted meanwhile."))
    chosen = chosen or PermissionSet(firm_id=actor.firm_id)
    _check(actor, team, chosen, actions, all_clients)
    chosen.name, chosen.actions, chosen.all_clients = name, sorted(actions), all_clients
    chosen.save()
    detail = {"name": name, "actions": chosen.actions, "all_clients": all_clients}
    record(actor, Name.PERMISSIONS_SAVED, Entry(subject_id=chosen.pk, detail=detail))
    return chosen


def _check(actor: Actor, team: Team, chosen: PermissionSet, actions: frozenset[Action], all_clients: bool) -> None:
    before = chosen.allowed
    added = lacking(actor, actions - before, all_clients=all_clients and not chosen.all_clients)
    if added:
        raise BadTeam(_("You can’t give the permission “%s”, since you don’t have it yourself.") % added[0], "actions")
    taken = lacking(actor, before - actions, all_clients=chosen.all_clients and not all_clients)
    if taken and taken != [ALL_CLIENTS]:
        raise BadTeam(_("You can’t take the permission “%s”, since you don’t have it yourself.") % taken[0], "actions")
    mine = team.members.get(actor.member_id) if actor.member_id else None
    if mine is not None and mine.permission_set_id == chosen.pk and Action.TEAM_MANAGE not in actions:
        raise BadTeam(
            _("You have this permission set yourself. Without “manage the team” you would lock yourself out.")
        )
