"""The team of a firm while it is changed: locked as a whole, and who may change whom."""

from uuid import UUID

from django.utils.translation import gettext as _

from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.firms.models import Firm
from latchstring.policy.actions import PERMISSION_NAMES, Action
from latchstring.policy.actor import Actor, Refused
from latchstring.policy.roles import ALLOWED, ROLE_NAMES, SEES_ALL_CLIENTS, Role

ALL_CLIENTS = "see all clients"


class BadTeam(ValueError):
    """A sentence that says what can't be done to a team and what to do; ``field`` is where, if anywhere."""

    def __init__(self, sentence: str, field: str = "") -> None:
        self.field = field
        super().__init__(sentence)


def lock(firm_id: UUID) -> None:
    """Two who change a team at once do so one after the other, also where they add to it."""
    Firm.objects.select_for_update(no_key=True).get(pk=firm_id)


class Team:
    """Everybody of a firm, while nobody else changes the team.

    Who waited for the lock and lost the right to manage meanwhile is refused.
    """

    def __init__(self, actor: Actor) -> None:
        actor.require(Action.TEAM_MANAGE)
        lock(actor.firm_id)
        rows = TeamMember.objects.filter(firm_id=actor.firm_id)
        self.actor = actor
        self.members: dict[UUID, TeamMember] = {
            row.pk: row for row in rows.select_related("permission_set", "user").order_by("pk")
        }
        if actor.member_id is not None:
            mine = self.members.get(actor.member_id)
            if mine is None or mine.deactivated_at or Action.TEAM_MANAGE not in mine.allowed:
                raise Refused(Action.TEAM_MANAGE)

    @property
    def owner(self) -> TeamMember:
        return next(row for row in self.members.values() if row.role == Role.OWNER and not row.deactivated_at)

    def get(self, member_id: UUID) -> TeamMember:
        member = self.members.get(member_id)
        if member is None:
            raise BadTeam(_("This person is not on the team."))
        return member

    def other(self, member_id: UUID) -> TeamMember:
        """Somebody whom the actor may change: not themselves, not the owner, nobody who may do more."""
        member = self.get(member_id)
        if member.role == Role.OWNER:
            raise BadTeam(_("A firm always has an owner. Make somebody else the owner first."))
        if member.pk == self.actor.member_id:
            raise BadTeam(_("You can’t change your own role or leave by yourself. Ask a colleague to do it."))
        more = lacking(self.actor, member.allowed, all_clients=member.sees_all_clients)
        if more:
            raise BadTeam(_("%(name)s may do more than you: %(more)s.") % {"name": member.name, "more": more[0]})
        return member


def lacking(actor: Actor, allowed: frozenset[Action], *, all_clients: bool) -> list[str]:
    """The names of permissions among these that the actor does not have."""
    if actor.kind == "system":
        return []
    more = [PERMISSION_NAMES[action] for action in Action if action in allowed - actor.allowed]
    return ([ALL_CLIENTS] if all_clients and actor.client_ids is not None else []) + more


def check_grant(actor: Actor, role: Role, permission_set: PermissionSet | None = None) -> None:
    """Nobody gives what they lack. Raises BadTeam."""
    if permission_set is not None and permission_set.firm_id != actor.firm_id:
        raise BadTeam(_("This permission set is gone. Choose another role."), "role")
    name = permission_set.name if permission_set else ROLE_NAMES[role]
    allowed = permission_set.allowed if permission_set else ALLOWED[role]
    everybody = permission_set.all_clients if permission_set else role in SEES_ALL_CLIENTS
    more = lacking(actor, allowed, all_clients=everybody)
    if more:
        sentence = _("You can’t give “%(name)s”, since you may not %(more)s yourself.")
        raise BadTeam(sentence % {"name": name, "more": more[0]}, "role")
