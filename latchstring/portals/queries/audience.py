"""Everybody who can see a client record, as its own people may know them: the others, and those of the firm."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from latchstring.accounts.models import TeamMember
from latchstring.clients.models import Assignment, Client
from latchstring.kernel import clock
from latchstring.policy.actor import Actor
from latchstring.policy.roles import Role
from latchstring.policy.scopes import SCOPE_NAMES, Scope
from latchstring.portals.models import Access, Ask
from latchstring.portals.status import Status, status_of

ROLES = {
    Role.OWNER: _("Owner"),
    Role.ADMIN: _("Admin"),
    Role.STAFF: _("Staff"),
    Role.STAFF_ASSIGNED: _("Staff"),
    Role.VIEWER: _("Viewer, changes nothing"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """``since`` is when they accepted, else when they were invited; ``last`` a moment on the last day, if any."""

    access: Access
    name: str
    you: bool
    waits: bool
    since: datetime
    scope: str
    last: datetime | None
    asked: Ask | None


@dataclass(frozen=True, slots=True)
class Colleague:
    member: TeamMember
    assigned: bool
    role: str


def people_of(actor: Actor, client: Client) -> list[Line]:
    """Who has access or was invited, by name; of an invite only that it waits."""
    asked = {ask.access_id: ask for ask in Ask.objects.visible_to(actor).filter(client=client, answered_at=None)}
    rows = Access.objects.live().filter(firm=actor.firm_id, client=client).select_related("person")
    return [_line(actor, row, asked.get(row.pk)) for row in rows.order_by("person__sort_name", "id")]


def the_access(actor: Actor, client: Client, access_id: UUID) -> Access:
    """Of a record whose people the actor may know. Raises Access.DoesNotExist."""
    rows = Access.objects.live().filter(firm=actor.firm_id, client=client).select_related("person", "client")
    found: Access = rows.get(pk=access_id)
    return found


def _line(actor: Actor, access: Access, asked: Ask | None) -> Line:
    waits = status_of(access, clock.now()) is not Status.ACCEPTED
    return Line(
        access=access,
        name=str(access.person),
        you=access.person_id == actor.person_id,
        waits=waits,
        since=access.granted_at if waits else access.accepted_at or access.granted_at,
        scope=SCOPE_NAMES[Scope(access.scope)],
        last=access.ends_at - timedelta(seconds=1) if access.ends_at else None,
        asked=asked,
    )


def team_of(client: Client) -> list[Colleague]:
    """Those of the firm who can open the record, whoever looks after it first. Names and roles, nothing private."""
    assigned: Any = Exists(Assignment.objects.filter(client=client, member_id=OuterRef("pk")))
    team = TeamMember.objects.filter(firm=client.firm_id, deactivated_at=None, user__is_active=True)
    rows = team.annotate(assigned=assigned).select_related("permission_set")
    found = [
        Colleague(row, row.assigned or row.pk == client.responsible_id, str(ROLES[Role(row.role)]))
        for row in rows.order_by("name")
        if row.sees_all_clients or row.assigned
    ]
    return sorted(found, key=lambda each: not each.assigned)
