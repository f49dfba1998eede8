"""How each screen works, in short."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.policy.actions import Action
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


@require_safe
@staff_door
def help(request: Request) -> HttpResponse:
    return render(request, "firm/help/help.html", {"may_import": request.actor.may(Action.CLIENTS_IMPORT)})
