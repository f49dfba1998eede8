"""Roles and permission sets as one choice: "staff", or the id of a set. Only what the actor may give."""

from uuid import UUID

from latchstring.accounts.models import PermissionSet, TeamMember
from latchstring.accounts.team import lacking
from latchstring.policy.actor import Actor
from latchstring.policy.roles import ALLOWED, ROLE_NAMES, SEES_ALL_CLIENTS, Role

type Choices = list[tuple[str, str]]


def choices(actor: Actor) -> Choices:
    """Every role but the owner's, then the firm's own sets by name."""
    roles = [
        (role.value, ROLE_NAMES[role])
        for role in Role
        if role is not Role.OWNER and not lacking(actor, ALLOWED[role], all_clients=role in SEES_ALL_CLIENTS)
    ]
    sets = PermissionSet.objects.visible_to(actor).order_by("name")
    own = [(str(each.pk), each.name) for each in sets if not lacking(actor, each.allowed, all_clients=each.all_clients)]
    return roles + own


def value_of(member: TeamMember) -> str:
    return str(member.permission_set_id or member.role)


def chosen(actor: Actor, value: str) -> tuple[Role, PermissionSet | None]:
    """What a value of ``choices`` stands for; who has a set is staff beside it."""
    if value in list(Role):
        return Role(value), None
    return Role.STAFF, PermissionSet.objects.visible_to(actor).get(pk=UUID(value))
