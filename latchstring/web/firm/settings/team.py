"""Who is on the team, and what each role may do, as the policy has it."""

from collections.abc import Set

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.accounts.models import TeamMember
from latchstring.policy.actions import PERMISSION_NAMES, Action
from latchstring.policy.roles import ALLOWED, CLIENT_ACTIONS, ROLE_NAMES, SEES_ALL_CLIENTS, Role
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


@require_safe
@staff_door
def team(request: Request) -> HttpResponse:
    request.actor.require(Action.TEAM_MANAGE)
    members = TeamMember.objects.visible_to(request.actor).select_related("user", "permission_set")
    context = {"members": members.order_by("deactivated_at", "name"), "roles": ROLE_NAMES.values(), "rows": _table()}
    return render(request, "firm/settings/team.html", context)


def _table() -> list[tuple[str, list[tuple[str, bool]]]]:
    """Each permission, and for every role whether it has it."""
    permissions = [action for action in Action if action not in CLIENT_ACTIONS]
    rows = [
        (PERMISSION_NAMES[action], _who({role for role in Role if action in ALLOWED[role]})) for action in permissions
    ]
    return [("see all clients", _who(SEES_ALL_CLIENTS)), *rows]


def _who(having: Set[Role]) -> list[tuple[str, bool]]:
    return [(name, role in having) for role, name in ROLE_NAMES.items()]
