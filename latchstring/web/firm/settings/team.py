"""Who is on the team, and what each role may do, as the policy has it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.accounts.models import TeamMember
from latchstring.policy.actions import PERMISSION_NAMES, Action
from latchstring.policy.roles import ALLOWED, CLIENT_ACTIONS, ROLE_NAMES, SEES_ALL_CLIENTS
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


@require_safe
@staff_door
def team(request: Request) -> HttpResponse:
    request.actor.require(Action.TEAM_MANAGE)
    members = TeamMember.objects.visible_to(request.actor).select_related("user", "permission_set")
    context = {"members": members.order_by("deactivated_at", "name"), "roles": ROLE_NAMES.values(), "rows": _table()}
    return render(request, "firm/settings/team.html", context)


def _table() -> list[tuple[str, list[bool]]]:
    """Each permission, and for every role whether it has it."""
    permissions = [action for action in Action if action not in CLIENT_ACTIONS]
    rows = [(PERMISSION_NAMES[action], [action in ALLOWED[role] for role in ROLE_NAMES]) for action in permissions]
    return [("see all clients", [role in SEES_ALL_CLIENTS for role in ROLE_NAMES]), *rows]
