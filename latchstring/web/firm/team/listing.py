"""Who is on the team."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.policy.actions import Action
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.team.rows import rows


@require_safe
@staff_door
def team(request: Request) -> HttpResponse:
    request.actor.require(Action.TEAM_MANAGE)
    found = rows(request.actor, request.firm.licences)
    active = sum(1 for each in found if each.status == "active")
    return render(request, "firm/team/list.html", {"rows": found, "active": active})
