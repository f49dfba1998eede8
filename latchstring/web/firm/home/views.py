"""Where a team member starts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from latchstring.policy.actions import Action
from latchstring.portals.queries.asks import waiting_for
from latchstring.reviews.queries import open_review
from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request
from latchstring.web.firm.home.activity import latest
from latchstring.web.firm.home.trouble import trouble
from latchstring.web.firm.home.waiting import figures
from latchstring.web.firm.set_up.by_itself import note_clients
from latchstring.web.firm.set_up.steps import progress


@require_safe
@staff_door
def home(request: Request) -> HttpResponse:
    context = {
        "figures": figures(request.actor),
        "happenings": latest(request.actor),
        "may_edit_clients": request.actor.may(Action.CLIENT_EDIT),
        "may_import": request.actor.may(Action.CLIENTS_IMPORT),
        "asks": waiting_for(request.actor, limit=10),
        "review": open_review(request.actor),
        "trouble": trouble(request.actor),
        "set_up": _set_up(request) if request.actor.may(Action.FIRM_EDIT) else {},
    }
    return render(request, "firm/home/home.html", context)


def _set_up(request: Request) -> dict[str, int]:
    note_clients(request)
    return progress(request.firm)
